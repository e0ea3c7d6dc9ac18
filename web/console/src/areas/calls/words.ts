/** Days, rates and changes in words. */

import { i18n } from "@/i18n";

import type { Standing } from "./standing";
import type { FigureSource } from "./types";

export function percent(rate: number | null): string {
  const { t, locale } = i18n.global;
  if (rate === null) return t("common.nothing");
  return new Intl.NumberFormat(locale.value, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(rate);
}

/** `+2`, `−3`; nothing for nothing. */
export function signed(change: number): string {
  if (change === 0) return "";
  return new Intl.NumberFormat(i18n.global.locale.value, { signDisplay: "always" }).format(change);
}

export function dayWords(day: string): string {
  return said(day, { month: "2-digit", day: "2-digit", weekday: "short" });
}

export function shortDay(day: string): string {
  return said(day, { month: "2-digit", day: "2-digit" });
}

export function monthWords(month: string): string {
  return said(`${month}-01`, { year: "numeric", month: "long" });
}

/** 1 = Monday. */
export function weekdayWords(weekday: number): string {
  return said(`2024-01-0${String(weekday)}`, { weekday: "short" });
}

export function standingWords(standing: Standing): string {
  return i18n.global.t(`calls.standing.${standing}`);
}

export function syncWords({ sync_type: by }: FigureSource): string {
  return i18n.global.t(`calls.syncedBy.${by}`);
}

function said(day: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(i18n.global.locale.value, { ...parts, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
