/** One collapsible part of the panel that remembers whether it is open. */
import type { Storage } from "../gm";
import { act, button, h } from "./dom";

export interface Content {
  /** The same key means the same content: the nodes stay, and with them focus and selection. */
  key: string;
  /** A short count beside the title. */
  count?: string;
  state: "loading" | "empty" | "failed" | "ready";
  build: () => Node[];
}

export class Section {
  readonly root: HTMLElement;
  readonly #body: HTMLElement;
  readonly #count: HTMLElement;
  readonly #toggle: HTMLButtonElement;
  #key: string | null = null;

  constructor(
    private readonly name: string,
    title: string,
    private readonly storage: Storage,
    open = true,
  ) {
    this.#body = h("div", { class: "body", id: `body-${name}` });
    this.#count = h("span", { class: "count" });
    this.#toggle = h(
      "button",
      { type: "button", class: "section-toggle", "aria-controls": `body-${name}`, "data-testid": `toggle-${name}` },
      h("span", { class: "chevron", "aria-hidden": "true" }),
      h("span", { class: "section-title" }, title),
      this.#count,
    );
    const testid = { class: "section", "data-testid": `section-${name}` };
    this.root = h("section", testid, h("h2", {}, this.#toggle), this.#body);
    act(this.#toggle, "click", () => { this.#open(!this.#isOpen()); });
    this.byDefault(open);
  }

  /** Open or folded, unless the agent has said otherwise. */
  byDefault(open: boolean): void {
    this.#open(this.#remembered()[this.name] ?? open, false);
  }

  show(content: Content): void {
    const key = `${content.state}\n${content.key}`;
    this.#count.textContent = content.count ?? "";
    if (key === this.#key) return;
    this.#key = key;
    this.root.dataset.state = content.state;
    this.root.setAttribute("aria-busy", String(content.state === "loading"));
    const focused = this.#focusedTestid();
    this.#body.replaceChildren(...content.build());
    if (focused !== null) this.#body.querySelector<HTMLElement>(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
  }

  clear(): void {
    this.#key = null;
    this.#body.replaceChildren();
    this.#count.textContent = "";
  }

  #focusedTestid(): string | null {
    const root = this.root.getRootNode();
    const active = root instanceof ShadowRoot ? root.activeElement : document.activeElement;
    const inside = active instanceof HTMLElement && this.#body.contains(active);
    return inside ? (active.dataset.testid ?? null) : null;
  }

  #isOpen(): boolean {
    return this.#toggle.getAttribute("aria-expanded") === "true";
  }

  #open(open: boolean, remember = true): void {
    this.#toggle.setAttribute("aria-expanded", String(open));
    this.#body.hidden = !open;
    if (remember) this.storage.write("sections", { ...this.#remembered(), [this.name]: open });
  }

  #remembered(): Record<string, boolean> {
    const stored = this.storage.read("sections");
    return typeof stored === "object" && stored !== null ? (stored as Record<string, boolean>) : {};
  }
}

export function loading(text: string): Content {
  return { key: text, state: "loading", build: () => [h("p", { class: "quiet" }, text)] };
}

export function empty(text: string): Content {
  return { key: text, state: "empty", build: () => [h("p", { class: "quiet" }, text)] };
}

export function failed(why: string, retry: (() => void) | null): Content {
  const again = (): HTMLElement | null => retry && button("重试", { class: "text-button" }, retry);
  return {
    key: `${why} ${String(retry !== null)}`,
    state: "failed",
    build: () => [h("p", { class: "bad", role: "alert" }, why), ...[again()].filter((node) => node !== null)],
  };
}
