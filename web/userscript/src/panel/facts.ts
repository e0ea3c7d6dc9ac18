/** 账户资料: the account's dates and contract, in Chinese. */
import type { AccountView, Facts } from "../site/account";
import { daysLeft, NO_DATE, type Contract } from "../site/dates";
import { h } from "./dom";
import { empty, failed, loading, type Content } from "./section";

const CONTRACT = "合约";

export function factsContent(view: AccountView, meanings: ReadonlyMap<string, string>, now: Date): Content {
  if (view.facts.kind === "loading") return loading("正在等 CRM 的账户资料…");
  if (view.facts.kind === "failed") return failed("CRM 没有给出账户资料，重新打开账户再试", null);
  if (view.facts.kind === "missing") return empty(view.facts.why);
  const rows = factRows(view.facts.value, now);
  const tags = (view.tags ?? []).map((tag) => [tag, meanings.get(tag) ?? null] as const);
  return {
    key: JSON.stringify([rows, tags]),
    state: "ready",
    build: () => [
      h("dl", { class: "facts dates" }, ...rows.flatMap(([name, text]) => [title(name), value(name, text)])),
      tags.length === 0 ? h("ul", { hidden: "" }) : h("ul", { class: "tags", "data-testid": "tags" }, ...tags.map(tagItem)),
    ],
  };
}

function factRows(facts: Facts, now: Date): [string, string][] {
  return [
    ["注册", facts.signup],
    ["激活", facts.activation],
    ["出账", facts.billing],
    [CONTRACT, contractText(facts.contract, now)],
  ];
}

function tagItem([tag, meaning]: readonly [string, string | null]): HTMLElement {
  return h("li", {}, h("span", { class: "chip" }, tag), meaning === null ? null : h("span", {}, " ", meaning));
}

function title(name: string): HTMLElement {
  return h("dt", { class: name === CONTRACT ? "first" : "" }, name);
}

function value(name: string, text: string): HTMLElement {
  return h("dd", { class: `${name === CONTRACT ? "wide" : ""}${text === NO_DATE ? " quiet" : ""}` }, text);
}

export function contractText(contract: Contract, now: Date): string {
  if (contract.kind === "none") return "无合约";
  if (contract.kind === "unknown") return contract.start === NO_DATE ? NO_DATE : `${contract.start} 起，结束 ${NO_DATE}`;
  const span = contract.start === NO_DATE ? `至 ${contract.last}` : `${contract.start} 至 ${contract.last}`;
  const days = daysLeft(contract.lastMs, now);
  if (days < 0) return `${span}\n已结束`;
  return days === 0 ? `${span}\n今天到期` : `${span}\n还有 ${String(days)} 天`;
}
