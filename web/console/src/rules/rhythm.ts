/** The rhythms that the schedule form offers, to and from a cron line. */

import { cronWords } from "./cron";

export const RHYTHMS = ["minutes", "hourly", "daily", "weekly", "monthly", "custom"] as const;

export interface Rhythm {
  readonly kind: (typeof RHYTHMS)[number];
  /** Minutes between runs. */
  readonly every: number;
  readonly time: string;
  readonly weekday: number;
  readonly monthday: number;
}

const START: Rhythm = { kind: "custom", every: 10, time: "01:05", weekday: 1, monthday: 1 };

export function rhythmOf(cron: string): Rhythm {
  const words = cronWords(cron);
  switch (words.kind) {
    case "every_minute":
      return { ...START, kind: "minutes", every: 1 };
    case "every_minutes":
      return { ...START, kind: "minutes", every: words.n };
    case "hourly":
      return { ...START, kind: "hourly", time: `00:${String(words.minute).padStart(2, "0")}` };
    case "daily":
      return one(words.times, { ...START, kind: "daily" });
    case "weekly":
      return words.days.length === 1 ? one(words.times, { ...START, kind: "weekly", weekday: words.days[0] ?? 1 }) : START;
    case "monthly":
      return words.days.length === 1 ? one(words.times, { ...START, kind: "monthly", monthday: words.days[0] ?? 1 }) : START;
    case "every_hours":
    case "other":
    case "wrong":
      return START;
  }
}

export function buildCron({ kind, every, time, weekday, monthday }: Rhythm): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const at = `${String(minute)} ${String(hour)}`;
  switch (kind) {
    case "minutes":
      return every === 1 ? "* * * * *" : `*/${String(every)} * * * *`;
    case "hourly":
      return `${String(minute)} * * * *`;
    case "weekly":
      return `${at} * * ${String(weekday)}`;
    case "monthly":
      return `${at} ${String(monthday)} * *`;
    case "daily":
    case "custom":
      return `${at} * * *`;
  }
}

function one(times: readonly string[], rhythm: Rhythm): Rhythm {
  const [time] = times;
  return times.length === 1 && time !== undefined ? { ...rhythm, time } : START;
}
