/** What is known of a plan, as a window and a preview show it. */
import type { PlanText } from "../server/wire";
import type { Loadable } from "../state";
import { button, h } from "./dom";

/** `unknown`: our server has no such plan. */
export type PlanState = Loadable<PlanText> | { kind: "unknown"; };

export function planBody(state: PlanState, retry: () => void): Node[] {
  if (state.kind === "failed") {
    return [h("p", { class: "bad", role: "alert" }, state.why), button("重试", { class: "text-button" }, retry)];
  }
  if (state.kind === "unknown") {
    return [h("p", { "data-testid": "plan-unknown" }, "这个计划还没有登记，内容未知。请联系管理员在计划页添加。")];
  }
  if (state.kind !== "ready") return [h("p", { class: "quiet" }, "正在查计划…")];
  const { contract, fee, discount, note, business, name } = state.value;
  const rows: [string, string | null][] = [
    ["登记名称", name],
    ["产品", business],
    ["合约期", contract],
    ["费用", fee],
    ["优惠", discount],
    ["备注", note],
  ];
  return [h("dl", { class: "facts" }, ...rows.flatMap(([title, text]) => [h("dt", {}, title), cell(text)]))];
}

function cell(text: string | null): HTMLElement {
  return text === null ? h("dd", { class: "quiet" }, "未填写") : h("dd", {}, text);
}
