/** The CRM's dates: `/Date(ms)/`, UTC, with values before 2000 standing for "none". */

const DAY_MS = 86_400_000;
const YEAR_2000 = Date.UTC(2000, 0, 1);
export const NO_DATE = "N/A";

/** Milliseconds since 1970, UTC; null for anything that is not `/Date(ms)/`. */
export function crmMoment(value: string | null): number | null {
  const match = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(value ?? "");
  return match ? Number(match[1]) : null;
}

/** The UTC day as YYYY-MM-DD; days up to 2000-01-01 are no dates. */
export function crmDay(value: string | null): string {
  const moment = crmMoment(value);
  return moment === null || moment < YEAR_2000 + DAY_MS ? NO_DATE : dayOf(moment);
}

export type Contract =
  | { kind: "none"; }
  | { kind: "unknown"; start: string; }
  | { kind: "until"; start: string; last: string; lastMs: number; };

/** A contract's days. The CRM sends the first day without it; agents are told the last day with it. */
export function contractOf(start: string | null, end: string | null): Contract {
  const moment = crmMoment(end);
  if (moment !== null && moment < YEAR_2000) return { kind: "none" };
  if (moment === null || moment < YEAR_2000 + DAY_MS) return { kind: "unknown", start: crmDay(start) };
  const last = moment - DAY_MS;
  return { kind: "until", start: crmDay(start), last: dayOf(last), lastMs: Math.floor(last / DAY_MS) * DAY_MS };
}

/** Whole days from the agent's today to the contract's last day: 0 is today, negative is over. */
export function daysLeft(lastMs: number, now: Date): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((lastMs - today) / DAY_MS);
}

function dayOf(moment: number): string {
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? NO_DATE : date.toISOString().slice(0, 10);
}
