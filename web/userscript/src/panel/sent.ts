/** 发送内容: what of this account our server was told, word for word. */
import type { State } from "../state";
import { h } from "./dom";
import { empty, type Content } from "./section";
import { fullTime } from "./times";

const NAMES: Record<string, string> = {
  acct_id: "账户号",
  market: "市场",
  business: "产品",
  cn_num: "中国号",
  tags: "标签",
};

export function sentContent({ sent, view }: State, uploads: readonly string[]): Content {
  if (sent === null) return empty("还没有发送任何内容");
  const rows = Object.entries(sent.facts).map(([name, value]) => [NAMES[name] ?? name, textOf(value)] as const);
  const reported = [["userid", view?.admin?.userId], ["xinfang_id", view?.admin?.xinfangId]] as const;
  const ids = reported.flatMap(([name, id]) => (typeof id === "number" && uploads.includes(name) ? [id] : [])).join(" / ");
  const onTick: [string, string][] = ids === "" ? [] : [["勾选时另附", `CRM 坐席编号 ${ids}`]];
  return {
    key: JSON.stringify([rows, onTick, sent.at]),
    state: "ready",
    build: () => [
      h("dl", { class: "facts" }, ...[...rows, ...onTick].flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)])),
      h("p", { class: "quiet note" }, `发送于 ${fullTime(sent.at)}；姓名、电话、工单和账单不会发送。`),
    ],
  };
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "（没有）" : value.join("、");
  return String(value);
}
