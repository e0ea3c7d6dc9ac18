/** 账户提醒 (fixed) and 账户待办 (tickable). */
import type { Reminder, Tick } from "../server/wire";
import type { State } from "../state";
import { act, h } from "./dom";
import { linkify } from "./linkify";
import { empty, failed, loading, type Content } from "./section";
import { ago, fullTime } from "./times";

const DRAG_PX = 6;

export function remindersContent(state: State, retry: () => void): Content {
  const waiting = notReady(state, retry);
  if (waiting !== null) return waiting;
  const items = ofKind(state, "fixed");
  if (items.length === 0) return empty("没有需要留意的提醒");
  return {
    key: JSON.stringify(items.map(({ id, content, tag }) => [id, content, tag, meaningOf(tag, state)])),
    count: String(items.length),
    state: "ready",
    build: () => [h("ul", { class: "rows" }, ...items.map((item) => fixedRow(item, meaningOf(item.tag, state))))],
  };
}

export function todosContent(state: State, now: Date, retry: () => void, toggle: (id: number) => void): Content {
  const waiting = notReady(state, retry);
  if (waiting !== null) return waiting;
  const items = ofKind(state, "todo");
  if (items.length === 0) return empty("没有待办");
  const open = items.filter((item) => item.tick?.done !== true).length;
  const busy = items.map((item) => item.id !== null && state.pending.has(item.id));
  return {
    key: JSON.stringify([items, busy, items.map(({ tick, tag }) => [tick && tickText(tick, now), meaningOf(tag, state)])]),
    count: open === 0 ? "已全部完成" : `${String(open)} 待办 / ${String(items.length)}`,
    state: "ready",
    build: () => [h("ul", { class: "rows" }, ...items.map((item, i) => todoRow(item, chip(item, state), now, busy[i] === true, toggle)))],
  };
}

function notReady(state: State, retry: () => void): Content | null {
  const { reminders } = state;
  if (!state.paired) return empty("配对后显示");
  // the banner says why, and the panel asks again by itself
  if (reminders.kind === "failed" && state.server === "down") return failed("暂时查不到", null);
  if (reminders.kind === "failed") return failed(reminders.why, retry);
  return reminders.kind === "ready" ? null : loading("正在查这个账户的提醒…");
}

function ofKind(state: State, kind: Reminder["kind"]): readonly Reminder[] {
  return state.reminders.kind === "ready" ? state.reminders.value.filter((item) => item.kind === kind) : [];
}

function meaningOf(tag: string | null, { meanings }: State): string | null {
  return tag === null ? null : (meanings.get(tag) ?? null);
}

function chip(item: Reminder, state: State): HTMLElement | null {
  return tagChip(item, meaningOf(item.tag, state));
}

function fixedRow(item: Reminder, meaning: string | null): HTMLElement {
  const testid = `reminder-${item.id === null ? "number" : String(item.id)}`;
  return h(
    "li",
    { class: "row fixed", "data-row": "", tabindex: "-1", "data-testid": testid },
    h("div", { class: "grow" }, h("span", { class: "text" }, ...linkify(item.content)), tagChip(item, meaning)),
  );
}

function todoRow(item: Reminder, tag: Node | null, now: Date, busy: boolean, toggle: (id: number) => void): HTMLElement {
  const id = item.id ?? 0;
  const done = item.tick?.done ?? false;
  const text = h("span", { class: "text", id: `todo-text-${String(id)}` }, ...linkify(item.content));
  const box = h("button", {
    type: "button",
    class: "box",
    role: "checkbox",
    "aria-checked": String(done),
    "aria-labelledby": `todo-text-${String(id)}`,
    "data-testid": `tick-${String(id)}`,
  });
  const row = h(
    "li",
    {
      class: `row todo${done ? " done" : ""}`,
      "data-row": "",
      "data-todo": String(id),
      "data-testid": `todo-${String(id)}`,
      "data-done": String(done),
      "aria-busy": String(busy),
      tabindex: "-1",
    },
    box,
    h("div", { class: "grow" }, text, tag, h("div", { class: "meta" }, ...meta(item, busy, now))),
  );
  onTap(row, () => { toggle(id); });
  return row;
}

/** A click that is not on a link and not the end of a drag that selected text. */
function onTap(row: HTMLElement, call: () => void): void {
  let from = { x: 0, y: 0 };
  act(row, "pointerdown", ({ clientX: x, clientY: y }) => { from = { x, y }; });
  act(row, "click", (event) => {
    const onLink = event.composedPath().some((node) => node instanceof HTMLAnchorElement);
    const byKey = event.detail === 0;
    const dragged = !byKey && Math.hypot(event.clientX - from.x, event.clientY - from.y) > DRAG_PX;
    if (!onLink && !dragged) call();
  });
}

function tagChip({ tag }: Reminder, meaning: string | null): HTMLElement | null {
  return tag === null ? null : h("span", { class: "chip", title: meaning ?? "按账户标签显示" }, tag);
}

function meta(item: Reminder, busy: boolean, now: Date): Node[] {
  const rhythm = h("span", {}, rhythmText(item.recurrentInterval));
  if (busy) return [rhythm, h("span", {}, "正在保存…")];
  const { tick } = item;
  return tick === null || tick.at === null ? [rhythm] : [rhythm, tickTime(tick, tick.at, now)];
}

function rhythmText(days: number): string {
  if (days === 0) return "仅本次";
  return days < 0 ? "一次完成" : `每 ${String(days)} 天`;
}

function tickText({ done, isProcessed, at, by }: Tick, now: Date): string {
  const when = at === null ? "" : ago(new Date(at), now);
  return `${done || !isProcessed ? "" : "上次 "}${by ?? "未知"}，${when}${isProcessed ? "" : " 取消"}`;
}

function tickTime(tick: Tick, at: string, now: Date): HTMLElement {
  const verb = tick.isProcessed ? "勾选" : "取消勾选";
  return h("time", { datetime: at, title: `${tick.by ?? "未知"} ${fullTime(new Date(at))} ${verb}` }, tickText(tick, now));
}
