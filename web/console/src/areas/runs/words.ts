/** A run's numbers in words. */

import type { Run } from "@deskside/api";

import { i18n } from "@/i18n";
import { splitSeconds } from "@/rules/relative";

import { skippedCount } from "./state";

export function secondsWords(seconds: number): string {
  const { t, n } = i18n.global;
  if (seconds < 10) return t("run.seconds", { s: n(Math.round(seconds * 10) / 10) });
  const { h, m, s } = splitSeconds(seconds);
  if (h > 0) return t("run.hours", { h, m });
  return m > 0 ? t("run.minutes", { m, s }) : t("run.seconds", { s });
}

export function triggerWords(run: Run): string {
  const { t } = i18n.global;
  const how = t(`run.trigger.${run.trigger}`);
  return run.actor === null ? how : t("run.byActor", { how, actor: run.actor });
}

/** `14 不是数字，3 重复`, for the hover. */
export function skippedWords(run: Run): string | undefined {
  const { t, n } = i18n.global;
  if (skippedCount(run) === 0) return undefined;
  return run.skipped.map(({ reason, count }) => `${n(count)} ${reason}`).join(t("common.listSeparator"));
}
