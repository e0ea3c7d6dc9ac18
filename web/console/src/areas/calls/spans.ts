/** Spans of days in the installation's zone. A day is `YYYY-MM-DD`, a month `YYYY-MM`. */

import { dayOf } from "@/rules/relative";

import type { Span } from "./types";

const DAY_MS = 86_400_000;
/** The server's default: the thirty days up to today. */
export const USUAL_DAYS = 30;

export function dayAt(milliseconds: number): string {
  return dayOf(new Date(milliseconds).toISOString(), "sv-SE");
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function lastDays(today: string, days: number): Span {
  return { from: addDays(today, 1 - days), to: today };
}

/** The days of a month, without those to come. */
export function monthSpan(month: string, today: string): Span {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return { from: `${month}-01`, to: last > today ? today : last };
}

export function addMonths(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

export function isDay(text: string): boolean {
  const at = /^20\d\d-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

export function isMonth(text: string): boolean {
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(text);
}

/** What the address asks for; what it does not say, or says wrongly, is the usual span. */
export function spanOf(from: string, to: string, today: string): Span {
  const last = isDay(to) && to <= today ? to : today;
  const first = isDay(from) && from <= last ? from : addDays(last, 1 - USUAL_DAYS);
  return { from: first, to: last };
}
