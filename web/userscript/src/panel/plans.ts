/** Up to two plans side by side, and a preview of the one under the pointer. */
import type { Storage } from "../gm";
import { h } from "./dom";
import type { Box } from "./place";
import { planBody, type PlanState } from "./plan-text";
import { PlanPopup, type PlanTitle, type Point } from "./popup";

/** Fills a window or the preview, until `signal`. */
export type ReadPlan = (plan: PlanTitle, show: (state: PlanState, retry: () => void) => void, signal: AbortSignal) => void;

const WIDTH = 360;
const GAP = 12;
const PANEL = 320;
const HOVER_MS = 250;

export class PlanWindows {
  readonly root = h("div", {});
  readonly #windows: readonly PlanPopup[];
  readonly #running: (AbortController | null)[] = [null, null];
  readonly #preview = h("div", { class: "popup preview", role: "tooltip", id: "plan-preview", "data-testid": "plan-preview" });
  #previewing: AbortController | null = null;
  #newest = 1;

  constructor(
    storage: Storage,
    private readonly read: ReadPlan,
  ) {
    const beside = (columns: number): Point => ({ x: window.innerWidth - PANEL - columns * (WIDTH + GAP) - 4, y: 96 });
    this.#windows = ["plan-popup", "plan-popup-b"].map(
      (name, index) =>
        new PlanPopup(name, storage, () => beside(index + 1), {
          close: () => this.#running[index]?.abort(),
          compare: (id) => { this.open({ id, name: null }); },
        }),
    );
    this.#preview.hidden = true;
    this.root.append(...this.#windows.map((one) => one.root), this.#preview);
  }

  /** In the window that has it, in a free one, or in place of the older of the two. */
  open(plan: PlanTitle): void {
    this.endPreview();
    const has = this.#windows.findIndex((one) => one.planId === plan.id);
    const free = this.#windows.findIndex((one) => !one.isOpen);
    const index = [has, free].find((one) => one !== -1) ?? 1 - this.#newest;
    const target = this.#windows[index];
    if (target === undefined) return;
    this.#newest = index;
    target.open(plan);
    this.#running[index]?.abort();
    const running = new AbortController();
    this.#running[index] = running;
    this.read(plan, (state, retry) => { target.show(state, retry); }, running.signal);
  }

  /** The plan, beside what the pointer or the focus is on, after a moment. A click keeps it as a window. */
  preview(plan: PlanTitle, at: DOMRect): void {
    this.endPreview();
    if (this.#windows.some((one) => one.planId === plan.id)) return;
    const running = new AbortController();
    this.#previewing = running;
    const timer = setTimeout(() => {
      this.read(plan, (state) => { this.#showPreview(state, at); }, running.signal);
    }, HOVER_MS);
    running.signal.addEventListener("abort", () => { clearTimeout(timer); });
  }

  endPreview(): void {
    this.#previewing?.abort();
    this.#previewing = null;
    this.#preview.hidden = true;
  }

  close(): void {
    this.endPreview();
    for (const one of this.#windows) one.close();
  }

  avoid(box: Box): void {
    for (const one of this.#windows) one.avoid(box);
  }

  #showPreview(state: PlanState, at: DOMRect): void {
    const pin = h("p", { class: "quiet note" }, "点击计划号固定为窗口");
    this.#preview.replaceChildren(h("div", { class: "popup-body" }, ...planBody(state, () => undefined), pin));
    this.#preview.hidden = false;
    const { width, height } = this.#preview.getBoundingClientRect();
    const left = at.left - width - GAP;
    this.#preview.style.left = `${String(left > 0 ? left : Math.min(at.left, window.innerWidth - width))}px`;
    this.#preview.style.top = `${String(Math.max(GAP, Math.min(at.bottom + 4, window.innerHeight - height - GAP)))}px`;
  }
}
