/** The panel's frame: where it lies, folded or not, and the host that keeps the page's style out. */
import type { Storage } from "../gm";
import { act, h } from "./dom";
import { overlaps, type Box } from "./place";
import { STYLES } from "./styles";

type Side = "left" | "right";

export class Shell {
  readonly host = document.createElement("deskside-panel");
  readonly root: ShadowRoot;
  readonly frame = h("div", { class: "frame" });
  readonly panel = h("aside", {
    class: "panel",
    "data-testid": "panel",
    "aria-label": "Deskside 账户助手",
    lang: "zh-CN",
  });
  readonly tabCount = h("span", { class: "tab-count" });
  readonly #tab = h(
    "button",
    { type: "button", class: "tab", "data-testid": "panel-tab", "aria-label": "展开 Deskside" },
    "Deskside ",
    this.tabCount,
  );
  #side: Side;
  #folded: boolean;
  /** Folded, or on the other side, only while the agent types beneath. */
  #away: "no" | "folded" | "tab-aside" = "no";

  constructor(private readonly storage: Storage) {
    this.#side = storage.read("side") === "left" ? "left" : "right";
    this.#folded = storage.read("folded") === true;
    this.root = this.host.attachShadow({ mode: "open" });
    dress(this.root);
    this.frame.append(this.panel, this.#tab);
    this.root.append(this.frame);
    act(this.#tab, "click", () => { this.fold(false); });
    this.#place();
  }

  mount(): void {
    // inline and important: a rule of the page for every element must not hide or move the host
    for (const [name, value] of [["all", "initial"], ["position", "static"], ["display", "block"]] as const) {
      this.host.style.setProperty(name, value, "important");
    }
    document.documentElement.append(this.host);
  }

  fold(folded: boolean): void {
    this.#away = "no";
    this.#folded = folded;
    this.storage.write("folded", folded);
    this.#place();
  }

  changeSide(): void {
    this.#side = this.#side === "right" ? "left" : "right";
    this.storage.write("side", this.#side);
    this.#place();
  }

  /** Makes room for the box the agent types into; null: the place is free again. */
  avoid(box: Box | null): void {
    const away = box === null ? "no" : this.#wayOut(box);
    if (away === this.#away) return;
    this.#away = away;
    this.#place();
  }

  #wayOut(box: Box): "no" | "folded" | "tab-aside" {
    const strip = (width: number): { left: number; right: number; } => {
      const left = this.#side === "left" ? 0 : window.innerWidth - width;
      return { left, right: left + width };
    };
    if (overlaps({ ...strip(TAB.width), ...TAB }, box)) return "tab-aside";
    return !this.#folded && overlaps({ ...strip(PANEL_PX), top: 0, bottom: window.innerHeight }, box) ? "folded" : "no";
  }

  #place(): void {
    const aside = this.#away === "tab-aside";
    const other: Side = this.#side === "right" ? "left" : "right";
    this.frame.dataset.side = aside ? other : this.#side;
    this.frame.dataset.folded = String(this.#folded || this.#away !== "no");
  }
}

const PANEL_PX = 320;
/** Where the tab hangs, as the style sheet has it, with room around. */
const TAB = { width: 32, top: 112, bottom: 232 };

/** A constructed sheet also passes where the page's policy forbids style elements. */
function dress(root: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(h("style", {}, STYLES));
  }
}
