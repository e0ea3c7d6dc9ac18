/** A cron line as something that can be said in words: exactly five fields, or an @alias. */

export type CronWords =
  | { readonly kind: "every_minute" }
  | { readonly kind: "every_minutes"; readonly n: number }
  | { readonly kind: "hourly"; readonly minute: number }
  | { readonly kind: "every_hours"; readonly n: number; readonly minute: number }
  | { readonly kind: "daily"; readonly times: readonly string[] }
  | { readonly kind: "weekly"; readonly days: readonly number[]; readonly times: readonly string[] }
  | { readonly kind: "monthly"; readonly days: readonly number[]; readonly times: readonly string[] }
  | { readonly kind: "other"; readonly cron: string }
  | { readonly kind: "wrong" };

interface Fields {
  readonly minute: string;
  readonly hour: string;
  readonly day: string;
  readonly month: string;
  readonly weekday: string;
}

const ALIASES: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};
const DAY_NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const FIELD = /^[\d*/,\-a-z#]+$/i;
const FIELDS = 5;
const MANY_TIMES = 6;

export function cronWords(cron: string): CronWords {
  const line = cron.trim().toLowerCase();
  const parts = (ALIASES[line] ?? line).split(/\s+/);
  if (parts.length !== FIELDS || !parts.every((part) => FIELD.test(part))) return { kind: "wrong" };
  const [minute, hour, day, month, weekday] = parts as [string, string, string, string, string];
  const fields = { minute, hour, day, month, weekday };
  const words = month === "*" ? (withinDay(fields) ?? onDays(fields)) : null;
  return words ?? { kind: "other", cron };
}

function withinDay({ minute, hour, day, weekday }: Fields): CronWords | null {
  if (day !== "*" || weekday !== "*") return null;
  if (hour === "*" && minute === "*") return { kind: "every_minute" };
  const minutes = step(minute);
  if (hour === "*" && minutes !== null) return { kind: "every_minutes", n: minutes };
  const at = whole(minute, 59);
  if (at === null) return null;
  if (hour === "*") return { kind: "hourly", minute: at };
  const hours = step(hour);
  return hours === null ? null : { kind: "every_hours", n: hours, minute: at };
}

function onDays({ minute, hour, day, weekday }: Fields): CronWords | null {
  const times = timesOf(minute, hour);
  if (times === null) return null;
  if (day === "*" && weekday === "*") return { kind: "daily", times };
  if (day === "*") {
    const days = list(weekday, 7, DAY_NAMES);
    return days && { kind: "weekly", days: [...new Set(days.map((one) => one % 7))], times };
  }
  const days = list(day, 31);
  return weekday === "*" && days ? { kind: "monthly", days, times } : null;
}

function timesOf(minute: string, hour: string): string[] | null {
  const minutes = list(minute, 59);
  const hours = list(hour, 23);
  if (!minutes || !hours || minutes.length * hours.length > MANY_TIMES) return null;
  return hours.flatMap((h) => minutes.map((m) => `${two(h)}:${two(m)}`)).sort();
}

/** `1`, `1,3`, `1-5`, `mon-fri` as numbers; null for anything else or beyond `max`. */
function list(field: string, max: number, names: readonly string[] = []): number[] | null {
  const found: number[] = [];
  for (const part of field.split(",")) {
    const ends = part.split("-").map((end) => whole(end, max, names));
    const first = ends[0] ?? null;
    const last = ends.at(-1) ?? null;
    if (first === null || last === null || ends.length > 2 || last < first) return null;
    for (let one = first; one <= last; one += 1) found.push(one);
  }
  return [...new Set(found)];
}

function whole(text: string, max: number, names: readonly string[] = []): number | null {
  const named = names.indexOf(text);
  if (named >= 0) return named;
  if (!/^\d{1,2}$/.test(text)) return null;
  const number = Number(text);
  return number <= max ? number : null;
}

function step(field: string): number | null {
  const found = /^\*\/(\d{1,2})$/.exec(field)?.[1];
  return found !== undefined && Number(found) > 0 ? Number(found) : null;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
