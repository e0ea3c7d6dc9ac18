/** The filters of the address as the server takes them; what it would refuse is left out. */

import type { RecordQuery } from "./queries";
import type { Span } from "./types";

export type RecordFilter = "from" | "to" | "agent" | "task" | "grade" | "answered" | "weekday" | "hour";
export const RECORD_FILTERS: readonly RecordFilter[] = ["from", "to", "agent", "task", "grade", "answered", "weekday", "hour"];
/** Records that no grade's rule fits. */
export const NO_GRADE = "-";
const LONGEST_REF = 64;
const LONGEST_GRADE = 20;

export function recordQuery(values: Readonly<Record<RecordFilter, string>>, span: Span): RecordQuery {
  const { agent, task, grade, answered } = values;
  const weekday = whole(values.weekday, 1, 7);
  const hour = whole(values.hour, 0, 23);
  return {
    ...span,
    ...(fits(agent, LONGEST_REF) ? { agent } : {}),
    ...(fits(task, LONGEST_REF) ? { task } : {}),
    ...(fits(grade, LONGEST_GRADE) ? { grade } : {}),
    ...(answered === "1" || answered === "0" ? { answered: answered === "1" } : {}),
    ...(weekday === null ? {} : { weekday }),
    ...(hour === null ? {} : { hour }),
  };
}

function fits(text: string, longest: number): boolean {
  return text !== "" && text.length <= longest;
}

function whole(text: string, least: number, most: number): number | null {
  const number = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}
