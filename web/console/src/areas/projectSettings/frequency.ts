/** The steps that the document offers, as cron lines. */

export const PRESETS = [
  { minutes: 5, cron: "*/5 * * * *" },
  { minutes: 15, cron: "*/15 * * * *" },
  { minutes: 30, cron: "*/30 * * * *" },
  { minutes: 60, cron: "0 * * * *" },
] as const;

export type PresetKey = (typeof PRESETS)[number]["minutes"] | "custom" | "inherit";

/** `inherits`: an empty line means that the general one counts. */
export function presetOf(cron: string, inherits = false): PresetKey {
  if (inherits && cron.trim() === "") return "inherit";
  const line = cron.trim().split(/\s+/).join(" ");
  return PRESETS.find((one) => one.cron === line)?.minutes ?? "custom";
}

/** Minutes between two runs where the line is one of the steps; null for any other. */
export function minutesOf(cron: string): number | null {
  const key = presetOf(cron);
  return typeof key === "number" ? key : null;
}
