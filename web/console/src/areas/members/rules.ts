/** What the pages decide about the figures that they are given. Money is compared in fen, hours in hundredths. */

import type { Coach, Consumption, Degraded, HistoryMonth, TaskStatus } from "./types";

/** Yuan with at most two decimals as whole fen. */
export function fen(yuan: number): number {
  return Math.round(yuan * 100);
}

/** What total exceeds table fee + food + coach fees by, in yuan; 0 where they agree. */
export function difference(record: Pick<Consumption, "totalAmount" | "tableFee" | "foodAmount" | "coaches">): number {
  const parts = [record.tableFee, record.foodAmount, ...record.coaches.map(({ fee }) => fee)];
  return (fen(record.totalAmount) - sumFen(parts)) / 100;
}

/** null where one of them is not known: a part is no total. */
export function sumYuan(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length < amounts.length ? null : sumFen(known) / 100;
}

function sumFen(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + fen(amount), 0);
}

/** The entry of a part that could not be had; null where it was. */
export function missing(degraded: readonly Degraded[], name: string): Degraded | null {
  return degraded.find((one) => one.name === name) ?? null;
}

/** A figure of the banner: had, not had because its part failed, or nothing there to know. */
export type Known = "known" | "failed" | "none";

export function known(value: number | null, failed: boolean): Known {
  if (value !== null) return "known";
  return failed ? "failed" : "none";
}

export type Closeness = "close" | "warm" | "distant";
const CLOSE = 0.7;
const WARM = 0.3;

/** What the mini-program shows as a heart, in words. */
export function closeness(relation: number): Closeness {
  if (relation >= CLOSE) return "close";
  return relation >= WARM ? "warm" : "distant";
}

export interface Tier {
  /** Between which nodes the hours are; `to` null: the last is passed. */
  readonly from: number;
  readonly to: number | null;
  readonly gap: number;
  /** How far between the two, 0 to 1. */
  readonly share: number;
}

/** How far the next tier is. */
export function tierOf(hours: number, nodes: readonly number[]): Tier {
  const from = nodes.findLast((node) => node <= hours) ?? 0;
  const to = nodes.find((node) => node > hours) ?? null;
  if (to === null) return { from, to, gap: 0, share: 1 };
  return { from, to, gap: Math.round((to - hours) * 100) / 100, share: (hours - from) / (to - from) };
}

export interface MonthOf {
  readonly year: number;
  readonly month: number;
}

const MONTHS = 12;

/** `2026-11` as a month; null for anything else. */
export function readMonth(text: string): MonthOf | null {
  const found = /^(2[01]\d\d)-(0[1-9]|1[0-2])$/.exec(text);
  if (!found) return null;
  const month = { year: Number(found[1]), month: Number(found[2]) };
  return month.year > LAST_YEAR ? null : month;
}

const LAST_YEAR = 2100;

export function monthText({ year, month }: MonthOf): string {
  return `${String(year)}-${String(month).padStart(2, "0")}`;
}

export function stepMonth({ year, month }: MonthOf, by: number): MonthOf {
  const at = year * MONTHS + month - 1 + by;
  return { year: Math.floor(at / MONTHS), month: (at % MONTHS) + 1 };
}

/** The month that it is at `moment` on a wall in `zone`. */
export function monthAt(moment: number, zone: string): MonthOf {
  const text = new Intl.DateTimeFormat("sv-SE", { year: "numeric", month: "2-digit", timeZone: zone }).format(moment);
  return readMonth(text) ?? { year: new Date(moment).getUTCFullYear(), month: new Date(moment).getUTCMonth() + 1 };
}

export const STATUSES = ["active", "inactive", "completed", "abandoned"] as const satisfies readonly TaskStatus[];

export interface Group<T> {
  readonly status: TaskStatus;
  readonly tasks: readonly T[];
}

/** Tasks by state in a fixed order; one of an unknown state is shown among the active ones rather than nowhere. */
export function groupTasks<T extends { readonly status: string }>(tasks: readonly T[]): Group<T>[] {
  const statusOf = (task: T): TaskStatus => STATUSES.find((status) => status === task.status) ?? "active";
  const groups = STATUSES.map((status) => ({ status, tasks: tasks.filter((task) => statusOf(task) === status) }));
  return groups.filter(({ tasks: some }) => some.length > 0);
}

/** The sort of the mini-program's notes: pinned first, then as they came. */
export function pinnedFirst<T extends { readonly pinned: boolean }>(notes: readonly T[]): T[] {
  return [...notes.filter(({ pinned }) => pinned), ...notes.filter(({ pinned }) => !pinned)];
}

export interface Bar {
  readonly month: HistoryMonth;
  /** null: not calculated yet, which is not 0. */
  readonly value: number | null;
  /** Of the highest, 0 to 1. */
  readonly share: number;
}

export type Measure = "salaryValue" | "hoursValue" | "customerCount" | "callbackCount" | "recallCount";

/** Bars of the history, the oldest first as time runs. */
export function barsOf(months: Coach["historyMonths"], measure: Measure): Bar[] {
  const highest = Math.max(0, ...months.map((month) => month[measure] ?? 0));
  return months.toReversed().map((month) => {
    const value = month[measure];
    return { month, value, share: highest === 0 ? 0 : (value ?? 0) / highest };
  });
}
