/** Calendar days as `YYYY-MM-DD`, without any zone. */

const DAY_MS = 86_400_000;

/** The day `count` days after `day`; before it when negative. */
export function dayAfter(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** Every day from `since` to `until`, both counted. */
export function daysBetween(since: string, until: string): string[] {
  const count = Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${since}T00:00:00Z`)) / DAY_MS);
  return Array.from({ length: Math.max(0, count + 1) }, (_, at) => dayAfter(since, at));
}
