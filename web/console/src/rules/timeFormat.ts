/** Times as the project pages and messages write them: `YYYY-MM-DD HH:mm` and its like, in one zone. */

export const TIME_FORMATS = ["YYYY-MM-DD HH:mm", "YYYY-MM-DD HH:mm:ss", "YYYY-MM-DD", "YYYY/MM/DD HH:mm", "YYYY年MM月DD日 HH:mm", "MM-DD HH:mm"] as const;
export const COMMON_ZONES = ["Asia/Shanghai", "America/Los_Angeles", "America/New_York", "America/Vancouver", "America/Toronto", "Europe/London", "UTC"] as const;

const TOKEN = /YYYY|YY|MM|M|DD|D|HH|H|mm|m|ss|s/g;

export function formatTime(at: Date, pattern: string, zone: string): string {
  const part = partsOf(at, zone);
  const values: Readonly<Record<string, string>> = {
    ...{ YYYY: part.year, YY: part.year.slice(-2), MM: part.month, DD: part.day, HH: part.hour, mm: part.minute, ss: part.second },
    ...{ M: plain(part.month), D: plain(part.day), H: plain(part.hour), m: plain(part.minute), s: plain(part.second) },
  };
  return pattern.replace(TOKEN, (token) => values[token] ?? token);
}

/** `UTC+8`; empty for a zone that this browser does not know. */
export function zoneOffset(at: Date, zone: string): string {
  try {
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
    return (parts.find(({ type }) => type === "timeZoneName")?.value ?? "").replace("GMT", "UTC");
  } catch {
    return "";
  }
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

function partsOf(at: Date, timeZone: string): Parts {
  const two = "2-digit" as const;
  const wanted = { timeZone, hourCycle: "h23", year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
  const parts = new Intl.DateTimeFormat("en", wanted).formatToParts(at);
  const value = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  return { year: value("year"), month: value("month"), day: value("day"), hour: value("hour"), minute: value("minute"), second: value("second") };
}

function plain(digits: string): string {
  return String(Number(digits));
}
