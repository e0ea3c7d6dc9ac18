/** 计划: its id, which shows a preview and opens a window, and its name. */
import type { AccountView } from "../site/account";
import { act, button, h } from "./dom";
import type { PlanTitle } from "./popup";
import { empty, failed, loading, type Content } from "./section";

export interface PlanActions {
  open: (plan: PlanTitle) => void;
  preview: (plan: PlanTitle, at: DOMRect) => void;
  endPreview: () => void;
}

export function planContent(view: AccountView, actions: PlanActions): Content {
  const { plan } = view;
  if (plan.kind === "loading") return loading("正在等 CRM 的计划…");
  if (plan.kind === "failed") return failed("CRM 没有给出计划，重新打开账户再试", null);
  if (plan.kind === "missing") return empty(plan.why);
  const { id, name } = plan.value;
  return {
    key: JSON.stringify([view.epoch, id, name]),
    state: "ready",
    build: () => [h("div", { class: "plan" }, planButton(plan.value, actions), h("span", {}, name ?? "（CRM 没有给出名称）"))],
  };
}

function planButton(plan: PlanTitle, actions: PlanActions): HTMLElement {
  const label = { class: "plan-id", "data-testid": "plan-open", "aria-haspopup": "dialog", "aria-describedby": "plan-preview" };
  const made = button(plan.id, label, () => { actions.open(plan); });
  act(made, "pointerenter", () => { actions.preview(plan, made.getBoundingClientRect()); });
  act(made, "pointerleave", actions.endPreview);
  act(made, "blur", actions.endPreview);
  return made;
}
