/** Moments as agents read them, in the browser's own time zone. */

export function shortTime(moment: Date, now: Date): string {
  const clock = `${two(moment.getHours())}:${two(moment.getMinutes())}`;
  const day = `${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  if (sameDay(moment, now)) return `今天 ${clock}`;
  if (sameDay(moment, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return `昨天 ${clock}`;
  return moment.getFullYear() === now.getFullYear() ? `${day} ${clock}` : `${String(moment.getFullYear())}-${day}`;
}

/** How long ago, while that says more than the clock does. */
export function ago(moment: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - moment.getTime()) / 60_000);
  if (minutes < 1 && minutes >= -1) return "刚刚";
  return minutes >= 1 && minutes < 60 ? `${String(minutes)} 分钟前` : shortTime(moment, now);
}

export function fullTime(moment: Date): string {
  return moment.toLocaleString("zh-CN", { hour12: false });
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
