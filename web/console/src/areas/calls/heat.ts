/** A week by hours: what a cell says, and how strong its colour is. */

import type { Hour, Hours } from "./types";

export type HeatOf = "records" | "called" | "success" | "rate";

export interface Cell {
  readonly hour: number;
  readonly value: number | null;
  /** 0–1 of the strongest cell. */
  readonly heat: number;
}

export interface Line {
  readonly weekday: number;
  readonly days: number;
  readonly cells: readonly Cell[];
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** The mean per day, but for rates; null where no day of that weekday was read, 0 where nobody called. */
export function heatLines(hours: Hours, of: HeatOf): Line[] {
  const found = new Map(hours.items.map((one) => [`${String(one.weekday)} ${String(one.hour)}`, one]));
  const shown = shownHours(hours.items);
  const lines = WEEKDAYS.map((weekday) => {
    const days = hours.days[String(weekday)] ?? 0;
    return { weekday, days, cells: shown.map((hour) => ({ hour, value: valueOf(found.get(`${String(weekday)} ${String(hour)}`), days, of) })) };
  });
  const most = Math.max(0, ...lines.flatMap(({ cells }) => cells.map(({ value }) => value ?? 0)));
  return lines.map((line) => ({ ...line, cells: line.cells.map((cell) => ({ ...cell, heat: most === 0 ? 0 : (cell.value ?? 0) / most })) }));
}

/** From the first to the last hour in which anybody called. */
function shownHours(items: readonly Hour[]): number[] {
  if (items.length === 0) return [];
  const hours = items.map(({ hour }) => hour);
  const first = Math.min(...hours);
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_, at) => first + at);
}

function valueOf(hour: Hour | undefined, days: number, of: HeatOf): number | null {
  if (days === 0) return null;
  if (of === "rate") return hour?.rate ?? null;
  return (hour?.[of] ?? 0) / days;
}
