/** A reminder's targets and period in words. */

import type { Reminder } from "@deskside/api";

import { i18n } from "@/i18n";
import { periodKind } from "@/rules/period";

import type { ReminderFields } from "./fields";

const SHOWN = 8;

export function periodWords(interval: number): string {
  return i18n.global.t(`reminder.period.${periodKind(interval)}`, { n: interval }, interval);
}

export function periodShort(interval: number): string {
  return i18n.global.t(`reminder.periodShort.${periodKind(interval)}`, { n: interval }, interval);
}

export function targetWords(reminder: Reminder): string {
  const { t, n } = i18n.global;
  const who = reminder.is_global
    ? t("reminder.everybody")
    : t("reminder.accountsCount", { count: n(reminder.accounts_count) }, reminder.accounts_count);
  const business = (reminder.is_all_business ?? true) ? t("reminder.allBusinesses") : reminder.businesses.join(" ");
  return [who, business].join(" · ");
}

/** The name that the form gives a field. */
export function fieldLabel(field: keyof ReminderFields): string {
  return i18n.global.t(`reminder.fields.${field}`);
}

function listText(id: unknown): string {
  const { t } = i18n.global;
  return typeof id === "number" ? t("accountList.uploaded", { id: String(id) }) : t("accountList.kept");
}

/** A field's value as a person reads it in a comparison. */
export function fieldText(field: keyof ReminderFields, value: unknown): string {
  const { t } = i18n.global;
  if (field === "accountList") return listText(value);
  if (field === "period") return t(`reminder.periodChoice.${String(value)}`);
  if (typeof value === "boolean") return value ? t("common.yes") : t("common.no");
  if (typeof value === "number") return String(value);
  const text = Array.isArray(value) ? value.slice(0, SHOWN).join(", ") : value;
  return typeof text === "string" && text !== "" ? text : t("common.nothing");
}
