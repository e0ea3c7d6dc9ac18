/** Times as people say them: relative first, the absolute one for the hover. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", 1],
];
const RELATIVE_DAYS = 30;

/** The installation's zone: all its people read the same times, wherever their browser is. */
let timeZone: string | undefined;

export function tellTimesIn(zone: string): void {
  timeZone = zone;
}

export function relativeTime(iso: string, now: number, locale: string): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const size = Math.abs(seconds);
  if (size >= RELATIVE_DAYS * DAY) return dayOf(iso, locale);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  if (size < 10) return words.format(0, "second");
  if (size >= DAY) return words.format(calendarDays(iso, now), "day");
  const [unit, length] = STEPS.find(([, one]) => size >= one) ?? ["second", 1];
  return numbered(Math.trunc(seconds / length), unit, locale);
}

/** Midnights between the two moments, so that "yesterday" is the day before and not 47 hours ago. */
function calendarDays(iso: string, now: number): number {
  const days = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
  const [then, today] = [Date.parse(iso), now].map((at) => Date.parse(days.format(at)));
  return Math.round(((then ?? 0) - (today ?? 0)) / (DAY * 1000));
}

/** Never "yesterday" for what was 30 hours ago in hours: numbers only below a day. */
function numbered(count: number, unit: Intl.RelativeTimeFormatUnit, locale: string): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: "always", style: "short" }).format(count, unit);
}

export function absoluteTime(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "medium", timeZone }).format(new Date(iso));
}

export function clockTime(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).format(new Date(iso));
}

export function dayOf(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(new Date(iso));
}

/** The day and time as the server wrote them, in its own offset: what a reminder's start and expiry mean. */
export function wallClock(iso: string): { readonly day: string; readonly time: string } {
  return { day: iso.slice(0, 10), time: iso.slice(11, 16) };
}

/** `48 秒` or `3 分 20 秒`: whole units, the two largest. */
export function splitSeconds(seconds: number): { readonly h: number; readonly m: number; readonly s: number } {
  const whole = Math.floor(seconds);
  return { h: Math.floor(whole / HOUR), m: Math.floor((whole % HOUR) / MINUTE), s: whole % MINUTE };
}
