/** Words of the server's that the reader's language has another for; unknown ones stay as they are. */

import { i18n } from "@/i18n";

const METRICS: Readonly<Record<string, string>> = {
  服务次数: "services",
  总时长: "hours",
  次均时长: "mean",
  基础课时: "baseHours",
  激励课时: "bonusHours",
  上课次数: "classes",
  充值金额: "recharged",
};
const INCOMES: Readonly<Record<string, string>> = {
  基础课时费: "base",
  激励课时费: "bonus",
  充值提成: "recharge",
  酒水提成: "drinks",
};
const COURSES: Readonly<Record<string, string>> = { 基础课: "base", 激励课: "bonus" };

export const metricWord = (label: string): string => word(`members.metric.${METRICS[label] ?? ""}`, label);
export const incomeWord = (label: string): string => word(`members.incomeOf.${INCOMES[label] ?? ""}`, label);
export const taskWord = (kind: string): string => word(`members.kind.${kind}`, kind);
export const reasonWord = (code: string, reason: string): string => word(`members.reason.${code}`, reason);

export function courseWord(course: string | null): string {
  return course === null ? i18n.global.t("members.noCourse") : word(`members.course.${COURSES[course] ?? ""}`, course);
}

function word(key: string, otherwise: string): string {
  return i18n.global.te(key) ? i18n.global.t(key) : otherwise;
}

export function yuan(amount: number): string {
  const style = { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" } as const;
  return new Intl.NumberFormat(i18n.global.locale.value, style).format(amount);
}

/** Hours with at most two decimals, and their unit. */
export function hours(amount: number): string {
  return i18n.global.t("members.hours", { n: plain(amount) });
}

export function plain(amount: number): string {
  return new Intl.NumberFormat(i18n.global.locale.value, { maximumFractionDigits: 2 }).format(amount);
}

export function metricText({ value, unit }: { readonly value: number; readonly unit: string }): string {
  if (unit === "元") return yuan(value);
  return unit === "小时" ? hours(value) : i18n.global.t("members.times", { n: plain(value) });
}

/** `2026-11` as people say it. */
export function monthWord(month: string): string {
  const at = new Date(`${month}-15T12:00:00Z`);
  if (Number.isNaN(at.getTime())) return month;
  return new Intl.DateTimeFormat(i18n.global.locale.value, { year: "numeric", month: "short", timeZone: "UTC" }).format(at);
}
