/** The panel: its frame, its banners, and the sections of the account on screen. */
import type { Storage } from "../gm";
import { isOlder } from "../server/panel";
import type { AccountView } from "../site/account";
import { httpAddress } from "../site/links";
import type { Site } from "../site/profile";
import type { Notice, State } from "../state";
import { button, h, outLink } from "./dom";
import { handleKey } from "./keys";
import { PairForm } from "./pair";
import type { PlanActions } from "./plan";
import { Sections } from "./sections";
import { Shell } from "./shell";
import type { TicketActions } from "./tickets";

export interface Actions extends TicketActions {
  toggle: (todoId: number) => void;
  undo: () => void;
  refresh: () => void;
  retryServer: () => void;
  plans: PlanActions;
  usedLink: (key: string) => void;
  pair: (code: string) => Promise<boolean>;
  reloadPage: () => void;
}

export interface About {
  version: string;
  /** Where our server is. */
  server: string;
  /** How this package is updated, in the agent's words. */
  update: { text: string; path: string; };
}

export class Panel {
  readonly shell: Shell;
  readonly sections: Sections;
  readonly #title = h("div", { class: "acct", "data-testid": "panel-account" });
  readonly #sub = h("div", { class: "sub" });
  readonly #placeholder = h("div", { class: "placeholder", "data-testid": "panel-placeholder" });
  readonly #down: HTMLElement;
  readonly #old: HTMLElement;
  readonly #pair: PairForm;
  readonly #notice = h("div", { class: "notice", role: "status", "data-testid": "notice" });
  readonly #who = h("span", { "data-testid": "panel-agent" });
  readonly #tweaks = h("span", { "data-testid": "tweaks-off" });
  #drawn: Partial<Record<"placeholder" | "notice" | "old", string>> = {};

  constructor(
    storage: Storage,
    site: Site,
    private readonly actions: Actions,
    private readonly about: About,
  ) {
    this.shell = new Shell(storage);
    this.sections = new Sections(storage, site, actions, about.server);
    this.#pair = new PairForm(actions.pair);
    const retry = button("立即重试", { class: "text-button", "data-testid": "server-retry" }, actions.retryServer);
    const words = "Deskside 服务暂时连不上，CRM 页面不受影响；恢复后这里会自动更新。";
    this.#down = h("div", { class: "banner", role: "alert", "data-testid": "server-down" }, h("p", {}, words), retry);
    this.#old = h("div", { class: "banner old", role: "status", "data-testid": "too-old" });
    const scroll = h("div", { class: "scroll" }, this.#pair.root, this.#placeholder, this.sections.root);
    const footer = h("footer", {}, this.#who, this.#tweaks, h("span", {}, `v${about.version}`));
    this.shell.panel.append(this.#header(), this.#down, this.#old, scroll, this.#notice, footer);
    this.#keepKeys();
  }

  show(state: State, now: Date): void {
    this.#down.hidden = state.server === "up";
    this.#showOld(state);
    this.#pair.show(state);
    this.#showNames(state);
    this.#showPlaceholder(state);
    this.#showSections(state, now);
    this.#showNotice(state);
  }

  #showNames({ view, paired, agent, tweaksOff }: State): void {
    this.#title.textContent = view === null ? "Deskside" : String(view.acctId);
    this.#sub.textContent = view === null ? "账户助手" : subtitle(view);
    this.#who.textContent = paired ? (agent?.name ?? "已配对") : "未配对";
    this.#tweaks.textContent = tweaksOff.length === 0 ? "" : `已停用：${tweaksOff.join("、")}`;
  }

  #showSections(state: State, now: Date): void {
    const { view } = state;
    const todos = state.reminders.kind === "ready" ? state.reminders.value : [];
    const open = todos.filter((item) => item.kind === "todo" && item.tick?.done !== true).length;
    this.shell.tabCount.textContent = view === null || open === 0 ? "" : String(open);
    if (view === null) this.sections.clear();
    else this.sections.show(state, view, now);
  }

  #showOld({ config }: State): void {
    const least = config?.minVersion ?? null;
    const old = least !== null && isOlder(this.about.version, least);
    this.#old.hidden = !old;
    if (!old || this.#drawn.old === least) return;
    this.#drawn.old = least;
    const { text, path } = this.about.update;
    const words = `这个版本（v${this.about.version}）过旧，服务器要求至少 v${least}。`;
    const href = httpAddress(path, this.about.server);
    this.#old.replaceChildren(h("p", {}, words), href === null ? text : outLink(href, text));
  }

  #header(): HTMLElement {
    const tool = (label: string, testid: string, title: string, call: () => void): HTMLElement =>
      button(label, { class: "tool", "data-testid": testid, title }, call);
    return h(
      "header",
      {},
      h("div", { class: "grow" }, this.#title, this.#sub),
      h(
        "div",
        { class: "tools" },
        tool("刷新", "panel-refresh", "重新查询提醒和工单", this.actions.refresh),
        tool("换边", "panel-side", "移到页面另一边", () => { this.shell.changeSide(); }),
        tool("收起", "panel-fold", "收成页边的标签", () => { this.shell.fold(true); }),
      ),
    );
  }

  #showPlaceholder(state: State): void {
    this.sections.root.hidden = state.view === null;
    this.#placeholder.hidden = state.view !== null;
    const text = placeholderText(state);
    if (this.#drawn.placeholder === text) return;
    this.#drawn.placeholder = text;
    const reload = state.late && button("刷新页面", { class: "text-button" }, this.actions.reloadPage);
    this.#placeholder.replaceChildren(h("p", {}, text), ...(reload ? [reload] : []));
  }

  #showNotice({ notice }: State): void {
    this.#notice.hidden = notice === null;
    const key = JSON.stringify(notice);
    if (this.#drawn.notice === key) return;
    this.#drawn.notice = key;
    this.#notice.replaceChildren(...(notice === null ? [] : this.#noticeNodes(notice)));
    this.#notice.dataset.tone = notice?.tone ?? "info";
  }

  #noticeNodes({ text, undo }: Notice): Node[] {
    const words = h("span", {}, text);
    return undo ? [words, button("撤销", { class: "text-button", "data-testid": "undo" }, this.actions.undo)] : [words];
  }

  /** What is typed in the panel stays in the panel: the page's own keys do not hear it. */
  #keepKeys(): void {
    const { root } = this.shell;
    root.addEventListener("keydown", (event) => { handleKey(event as KeyboardEvent, root, this.actions); });
    for (const type of ["keydown", "keyup", "keypress", "input", "paste", "copy", "cut"]) {
      root.addEventListener(type, (event) => { event.stopPropagation(); });
    }
  }
}

function placeholderText(state: State): string {
  if (state.config?.enabled === false) return state.config.message ?? "管理员暂时停用了 Deskside 面板。";
  if (state.opening === "asked") return "正在打开账户…";
  if (state.opening === "failed") return "CRM 没有给出这个账户的资料，重新打开账户再试";
  if (state.late) return "脚本启动时页面已经在加载，读不到这个账户；刷新页面后就会显示。";
  return "打开一个账户后，这里显示它的提醒、计划、工单和资料。";
}

function subtitle({ business, market }: AccountView): string {
  return `${business ?? "…"} · ${market ?? "…"}`;
}
