/** A reminder as a form: the title's prefixes, the period and the targets as fields of their own. */

import type { PreviewIn, Reminder, ReminderIn } from "@deskside/api";

import { intervalOf, periodKind, type PeriodKind } from "@/rules/period";
import { wallClock } from "@/rules/relative";
import { composeTitle, parseTitle, titleProblem } from "@/rules/title";

export interface ReminderFields {
  text: string;
  checkable: boolean;
  tag: string;
  content: string;
  markets: string[];
  isAllBusiness: boolean;
  businesses: string[];
  departments: number[];
  isGlobal: boolean;
  /** The id of an uploaded list that is ready; null = leave the accounts there are. */
  accountList: number | null;
  numberList: string;
  period: PeriodKind;
  days: number;
  /** `YYYY-MM-DD`, or a moment as the server gave it; empty = open. */
  start: string;
  expire: string;
}

export const MARKETS = ["USCN", "CACN"] as const;
export const MAX_CONTENT = 255;
const A_WEEK = 7;

export const NO_REMINDER: ReminderFields = {
  text: "",
  checkable: true,
  tag: "",
  content: "",
  markets: [...MARKETS],
  isAllBusiness: true,
  businesses: [],
  departments: [],
  isGlobal: true,
  accountList: null,
  numberList: "",
  period: "once",
  days: A_WEEK,
  start: "",
  expire: "",
};

export function reminderFields(reminder: Reminder): ReminderFields {
  const { text, checkable, tag } = parseTitle(reminder.title);
  const kind = periodKind(reminder.recurrent_interval);
  return {
    text,
    checkable,
    tag: tag ?? "",
    content: reminder.content,
    markets: [...reminder.markets],
    // Null = nobody said; a reminder for listed accounts is then for all their businesses.
    isAllBusiness: reminder.is_all_business ?? true,
    businesses: [...reminder.businesses],
    departments: reminder.departments.map(({ id }) => id),
    isGlobal: reminder.is_global,
    accountList: null,
    numberList: reminder.number_list ?? "",
    period: kind,
    days: kind === "days" ? reminder.recurrent_interval : A_WEEK,
    start: momentField(reminder.start_date),
    expire: momentField(reminder.expire_date),
  };
}

/** Midnight is a bare day; any other time is kept as it came, so that saving does not move it. */
function momentField(iso: string | null): string {
  if (iso === null) return "";
  const { day, time } = wallClock(iso);
  return time === "00:00" ? day : iso;
}

export function titleOf({ text, checkable, tag }: ReminderFields): string {
  return composeTitle({ text, checkable, tag: tag.trim() === "" ? null : tag });
}

/** The whole reminder as the server takes it. */
export function reminderWire(fields: ReminderFields): ReminderIn {
  return {
    title: titleOf(fields),
    content: fields.content.trim(),
    markets: fields.markets,
    start_date: fields.start || null,
    expire_date: fields.expire || null,
    recurrent_interval: intervalOf(fields.period, fields.days),
    is_global: fields.isGlobal,
    is_all_business: fields.isAllBusiness,
    businesses: fields.isAllBusiness ? [] : fields.businesses,
    departments: fields.departments,
    number_list: fields.numberList.trim() || null,
    ...(fields.accountList === null || fields.isGlobal ? {} : { account_list: fields.accountList }),
  };
}

/** The targets alone, whatever else is still missing; `id` is of the reminder whose accounts are kept. */
export function previewWire(fields: ReminderFields, id: number | null): PreviewIn {
  return {
    title: titleOf(fields),
    markets: fields.markets,
    is_global: fields.isGlobal,
    is_all_business: fields.isAllBusiness,
    businesses: fields.isAllBusiness ? [] : fields.businesses,
    number_list: fields.numberList.trim() || null,
    account_list: fields.isGlobal ? null : fields.accountList,
    reminder_id: fields.isGlobal ? null : id,
  };
}

export type FieldProblem = "title" | "content" | "markets" | "businesses" | "accounts" | "dates";

/** What still keeps this reminder from being saved; `known` = accounts that the server has already. */
export function problems(fields: ReminderFields, known: number): FieldProblem[] {
  const tag = fields.tag.trim() === "" ? null : fields.tag;
  const wrong: Record<FieldProblem, boolean> = {
    title: titleProblem({ text: fields.text, checkable: fields.checkable, tag }) !== null,
    content: fields.content.trim() === "",
    markets: fields.markets.length === 0,
    businesses: !fields.isAllBusiness && fields.businesses.length === 0,
    accounts: !fields.isGlobal && fields.accountList === null && known === 0,
    dates: fields.start !== "" && fields.expire !== "" && fields.expire <= fields.start,
  };
  return (Object.keys(wrong) as FieldProblem[]).filter((field) => wrong[field]);
}
