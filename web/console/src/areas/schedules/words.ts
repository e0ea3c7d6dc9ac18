/** A cron line in words. */

import { i18n } from "@/i18n";
import { cronWords } from "@/rules/cron";

export function cronText(cron: string): string {
  const { t } = i18n.global;
  const words = cronWords(cron);
  const separator = t("common.listSeparator");
  switch (words.kind) {
    case "daily":
      return t("cron.daily", { times: words.times.join(separator) });
    case "weekly":
      return t("cron.weekly", {
        days: weekdays(words.days, separator),
        times: words.times.join(separator),
      });
    case "monthly":
      return t("cron.monthly", { days: words.days.join(separator), times: words.times.join(separator) });
    case "every_minutes":
      return t("cron.every_minutes", { n: words.n });
    case "hourly":
      return t("cron.hourly", { minute: String(words.minute).padStart(2, "0") });
    case "every_hours":
      return t("cron.every_hours", { n: words.n, minute: String(words.minute).padStart(2, "0") });
    case "every_minute":
    case "other":
    case "wrong":
      return t(`cron.${words.kind}`);
  }
}

function weekdays(days: readonly number[], separator: string): string {
  const { t } = i18n.global;
  const sorted = [...days].sort((a, b) => a - b);
  if (sorted.join() === "1,2,3,4,5") return t("cron.workdays");
  return sorted.map((day) => t(`cron.day.${String(day)}`)).join(separator);
}
