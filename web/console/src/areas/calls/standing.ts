/** How far a day's figures can be trusted: "nobody read it", "a part", "too old" and "whole" never look alike. */

import type { StateKind } from "@/ui/states";

import { dayAt } from "./spans";
import type { Day, FigureSource, Track } from "./types";

export type Standing = "failed" | "reading" | "missing" | "partial" | "stale" | "whole";

const MINUTE_MS = 60_000;
/** Today's records are read every ten minutes, its task statistics every hour; two turns missed are too many. */
const FRESH_MS: Readonly<Record<Track, number>> = { records: 25 * MINUTE_MS, tasks: 125 * MINUTE_MS };
const KINDS: Readonly<Record<Standing, StateKind>> = {
  failed: "failed",
  reading: "running",
  missing: "unknown",
  partial: "partial",
  stale: "waiting",
  whole: "done",
};
const WORST: readonly Standing[] = ["missing", "partial", "stale", "whole"];

/** A past day read before it was over is too old whatever its age; one read after it stands. */
export function isStale(source: FigureSource, track: Track, day: string, now: number): boolean {
  const at = Date.parse(source.calculated_at);
  return day === dayAt(now) ? now - at > FRESH_MS[track] : dayAt(at) <= day;
}

export function trackStanding(day: Day, track: Track, now: number): Standing {
  const figures = day[track];
  if (figures === null) return "missing";
  if (figures.source.partial) return "partial";
  return isStale(figures.source, track, day.date, now) ? "stale" : "whole";
}

/** Of both tracks the worse; a reading that runs, or that failed just now, before either. */
export function dayStanding(day: Day, now: number, failed: ReadonlySet<string>): Standing {
  if (day.runs.length > 0) return "reading";
  if (failed.has(day.date)) return "failed";
  const both = [trackStanding(day, "records", now), trackStanding(day, "tasks", now)];
  return WORST.find((one) => both.includes(one)) ?? "whole";
}

export function markOf(standing: Standing): StateKind {
  return KINDS[standing];
}
