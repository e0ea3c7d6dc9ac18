/** A plan's window: draggable by pointer and by arrow keys, and it remembers where it was put. */
import type { Storage } from "../gm";
import { act, button, h } from "./dom";
import { overlaps, type Box } from "./place";
import { planBody, type PlanState } from "./plan-text";

export interface PlanTitle {
  id: string;
  name: string | null;
}

export interface Point {
  x: number;
  y: number;
}

const MARGIN = 8;
const STEP = 16;
const BIG_STEP = 80;

export class PlanPopup {
  readonly root: HTMLElement;
  readonly #title: HTMLElement;
  readonly #body = h("div", { class: "popup-body", "aria-live": "polite" });
  readonly #handle: HTMLElement;
  #at: Point;
  #plan: PlanTitle | null = null;

  /** `name` tells one window from the other; `first` is where it lies before anybody moved it. */
  constructor(
    private readonly name: string,
    private readonly storage: Storage,
    private readonly first: () => Point,
    private readonly on: { close: () => void; compare: (planId: string) => void; },
  ) {
    this.#title = h("div", { class: "popup-title", id: `${name}-title` });
    const close = button("关闭", { class: "text-button", "data-testid": `${name}-close` }, () => { this.close(); });
    this.#handle = h(
      "div",
      { class: "popup-handle", tabindex: "0", "data-testid": `${name}-handle`, title: "拖动，或用方向键移动" },
      this.#title,
      close,
    );
    const attributes = { class: "popup", role: "dialog", "aria-labelledby": `${name}-title`, "data-testid": name };
    this.root = h("div", attributes, this.#handle, this.#body, this.#compare());
    this.root.hidden = true;
    this.#at = this.#remembered();
    this.#listen();
  }

  /** The plan that is shown; null while closed. */
  get planId(): string | null {
    return this.isOpen ? (this.#plan?.id ?? null) : null;
  }

  get isOpen(): boolean {
    return !this.root.hidden;
  }

  open(plan: PlanTitle): void {
    this.#plan = plan;
    this.#title.replaceChildren(h("span", { class: "mono" }, plan.id), " ", plan.name ?? "");
    this.root.hidden = false;
    this.#move(this.#at);
    this.#handle.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.isOpen) return;
    this.root.hidden = true;
    this.on.close();
  }

  show(state: PlanState, retry: () => void): void {
    this.root.dataset.state = state.kind;
    this.#body.replaceChildren(...planBody(state, retry));
    this.#move(this.#at);
  }

  /** Steps aside, this time only, when it lies over what the agent types into. */
  avoid(box: Box): void {
    if (!this.isOpen || !overlaps(this.root.getBoundingClientRect(), box)) return;
    const { width, height } = this.root.getBoundingClientRect();
    const places: Point[] = [
      { x: this.#at.x, y: box.top - height - MARGIN },
      { x: this.#at.x, y: box.bottom + MARGIN },
      { x: box.left - width - MARGIN, y: this.#at.y },
      { x: box.right + MARGIN, y: this.#at.y },
    ];
    const free = places.map((place) => this.#inside(place)).find((place) => !overlaps(boxAt(place, width, height), box));
    if (free === undefined) this.close();
    else this.#put(free);
  }

  /** Another plan's number opens that plan beside this one. */
  #compare(): HTMLElement {
    const attributes = { type: "text", class: "field", inputmode: "numeric", maxlength: "20", placeholder: "另一个计划号", "aria-label": "要比较的计划号" };
    const field = h("input", { ...attributes, "data-testid": `${this.name}-other` });
    const send = h("button", { type: "submit", class: "text-button small" }, "并排比较");
    const form = h("form", { class: "compare" }, field, send);
    act(form, "submit", (event) => {
      event.preventDefault();
      const id = field.value.trim();
      field.value = "";
      if (/^\d+$/.test(id)) this.on.compare(id);
    });
    return form;
  }

  #listen(): void {
    let grip: Point | null = null;
    act(this.#handle, "pointerdown", (event) => {
      if (event.button !== 0 || event.target instanceof HTMLButtonElement) return;
      grip = { x: event.clientX - this.#at.x, y: event.clientY - this.#at.y };
      this.#handle.setPointerCapture(event.pointerId);
    });
    act(this.#handle, "pointermove", (event) => {
      if (grip !== null) this.#move({ x: event.clientX - grip.x, y: event.clientY - grip.y });
    });
    const drop = (): void => {
      if (grip !== null) this.storage.write(this.name, this.#at);
      grip = null;
    };
    act(this.#handle, "pointerup", drop);
    act(this.#handle, "pointercancel", drop);
    act(this.root, "keydown", (event) => { this.#key(event); });
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      this.close();
      return;
    }
    if (event.target instanceof HTMLInputElement) return;
    const step = event.shiftKey ? BIG_STEP : STEP;
    const ways: Record<string, Point> = {
      ArrowLeft: { x: -step, y: 0 },
      ArrowRight: { x: step, y: 0 },
      ArrowUp: { x: 0, y: -step },
      ArrowDown: { x: 0, y: step },
    };
    const way = ways[event.key];
    if (way === undefined) return;
    event.preventDefault();
    this.#move({ x: this.#at.x + way.x, y: this.#at.y + way.y });
    this.storage.write(this.name, this.#at);
  }

  #move(to: Point): void {
    this.#at = this.#inside(to);
    this.#put(this.#at);
  }

  #put(at: Point): void {
    this.root.style.left = `${String(at.x)}px`;
    this.root.style.top = `${String(at.y)}px`;
  }

  #inside({ x, y }: Point): Point {
    const { width, height } = this.root.getBoundingClientRect();
    const within = (value: number, room: number): number => Math.max(MARGIN, Math.min(value, room - MARGIN));
    return { x: within(x, window.innerWidth - width), y: within(y, window.innerHeight - height) };
  }

  #remembered(): Point {
    const at = this.storage.read(this.name);
    if (typeof at === "object" && at !== null && "x" in at && "y" in at) {
      const { x, y } = at;
      if (typeof x === "number" && typeof y === "number") return { x, y };
    }
    return this.first();
  }
}

function boxAt({ x, y }: Point, width: number, height: number): Box {
  return { left: x, top: y, right: x + width, bottom: y + height };
}
