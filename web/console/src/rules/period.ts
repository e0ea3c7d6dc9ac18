/** A reminder's period: 0 = this visit only, negative = once and for ever, N > 0 = done for N days. */

export type PeriodKind = "visit" | "once" | "days";

export function periodKind(interval: number): PeriodKind {
  if (interval === 0) return "visit";
  return interval < 0 ? "once" : "days";
}

export function intervalOf(kind: PeriodKind, days: number): number {
  if (kind === "visit") return 0;
  return kind === "once" ? -1 : Math.max(1, Math.trunc(days));
}
