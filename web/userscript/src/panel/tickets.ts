/** 未关闭工单: what is open, how many a rule hides, and the rule itself. */
import type { Storage } from "../gm";
import type { Site } from "../site/profile";
import { ticketView, type Ticket, type TicketView } from "../site/tickets";
import type { State, Tickets } from "../state";
import { act, button, h } from "./dom";
import { failed, loading, type Content } from "./section";
import { fullTime, shortTime } from "./times";

const KEPT = "hiddenStatuses";

export interface TicketActions {
  retryTickets: () => void;
  redraw: () => void;
}

export class TicketSection {
  #editing = false;
  #showHidden = false;

  constructor(
    private readonly storage: Storage,
    private readonly site: Site,
    private readonly actions: TicketActions,
  ) {}

  content({ tickets }: State, now: Date): Content {
    if (tickets.kind === "failed") return failed(tickets.why, this.actions.retryTickets);
    if (tickets.kind !== "ready") return loading("正在查工单…");
    const statuses = this.#showHidden ? [] : this.statuses;
    const view = ticketView(tickets.value.pages, statuses, this.site.profile.tickets.pageSize);
    const { open } = view;
    return {
      key: JSON.stringify([tickets.value, statuses, this.#editing, now.toDateString()]),
      count: String(open.length),
      state: open.length === 0 ? "empty" : "ready",
      build: () => [
        open.length === 0
          ? h("p", { class: "quiet" }, "没有未关闭的工单")
          : h("ul", { class: "rows" }, ...open.map((ticket) => row(ticket, now))),
        ...this.#footnotes(tickets.value, view),
        this.#editing ? this.#editor() : this.#tools(view),
      ],
    };
  }

  /** The agent's own list, else the served one. */
  get statuses(): readonly string[] {
    const own = this.storage.read(KEPT);
    const ours = Array.isArray(own) && own.every((one) => typeof one === "string");
    return ours ? own : this.site.profile.tickets.hiddenStatuses;
  }

  #footnotes(tickets: Tickets, view: TicketView): HTMLElement[] {
    const total = view.hidden.reduce((sum, { count }) => sum + count, 0);
    const statuses = view.hidden.map(({ status, count }) => `${status} ${String(count)}`).join("，");
    const notes: [string, string, boolean][] = [
      ["tickets-hidden", `已按状态隐藏 ${String(total)} 张（${statuses}）`, total > 0],
      ["tickets-partial", "两次查询有一次失败，可能不全", tickets.partial],
      ["tickets-full", "只查最近 30 张，更早的请在 CRM 里看", view.full],
    ];
    return notes
      .filter(([, , applies]) => applies)
      .map(([testid, text]) => h("p", { class: "quiet note", "data-testid": testid }, text));
  }

  #tools(view: TicketView): HTMLElement {
    const tool = (label: string, testid: string, call: () => void): HTMLElement =>
      button(label, { class: "text-button small", "data-testid": testid }, () => {
        call();
        this.actions.redraw();
      });
    const label = this.#showHidden ? "按规则隐藏" : "全部显示";
    const all = tool(label, "tickets-all", () => { this.#showHidden = !this.#showHidden; });
    const rules = tool("隐藏规则", "tickets-rules", () => { this.#editing = true; });
    return h("p", { class: "note tools-line" }, this.#showHidden || view.hidden.length > 0 ? all : null, rules);
  }

  #editor(): HTMLElement {
    const field = h("input", {
      type: "text", class: "field", value: this.statuses.join(", "), maxlength: "400", spellcheck: "false",
      "aria-label": "要隐藏的工单状态，用逗号分开", "data-testid": "tickets-statuses",
    });
    const done = (): void => {
      this.#editing = false;
      this.actions.redraw();
    };
    const reset = button("恢复默认", { class: "text-button small", "data-testid": "tickets-reset" }, () => {
      this.storage.remove(KEPT);
      done();
    });
    const save = h("button", { type: "submit", class: "text-button small", "data-testid": "tickets-save" }, "保存");
    const form = h("form", { class: "note rules" }, h("div", { class: "quiet" }, "隐藏这些状态（逗号分开，只影响你自己）"), field, save, reset);
    act(form, "submit", (event) => {
      event.preventDefault();
      const names = field.value.split(/[,，;；\n]/).map((name) => name.trim().toUpperCase());
      this.storage.write(KEPT, [...new Set(names.filter((name) => name !== ""))].slice(0, 40));
      done();
    });
    return form;
  }
}

function row(ticket: Ticket, now: Date): HTMLElement {
  const modified = ticket.modifiedMs === null ? null : new Date(ticket.modifiedMs);
  const category = [ticket.category, ticket.status].filter((text) => text !== "").join(" · ");
  return h(
    "li",
    { class: "row ticket", "data-row": "", tabindex: "-1", "data-testid": `ticket-${ticket.id}` },
    h(
      "div",
      { class: "grow" },
      h("div", { class: "line" }, h("span", { class: "mono" }, ticket.id), " ", ticket.title),
      ticket.description === "" ? null : h("div", { class: "quiet clip", title: ticket.description }, ticket.description),
      h(
        "div",
        { class: "meta" },
        h("span", {}, category),
        modified && h("time", { title: fullTime(modified), datetime: modified.toISOString() }, shortTime(modified, now)),
      ),
    ),
  );
}
