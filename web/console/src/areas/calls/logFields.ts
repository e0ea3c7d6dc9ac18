/** A call that somebody writes down, as a form. */
import type { CallLog, CallLogIn, CallLogPatch } from "./types";

export const OUTCOMES = ["talked", "no_answer", "busy", "call_back", "refused", "wrong_number"] as const;
export const DIRECTIONS = ["out", "in"] as const;

export interface LogFields {
  phone: string;
  name: string;
  direction: (typeof DIRECTIONS)[number];
  outcome: (typeof OUTCOMES)[number];
  /** Whole minutes as typed; empty: not said. */
  minutes: string;
  note: string;
  next_step: string;
  /** `YYYY-MM-DD`; empty: none. */
  next_on: string;
}

const A_MINUTE = 60;
const MOST_MINUTES = 1_440;

export function emptyLog(phone: string): LogFields {
  return { phone, name: "", direction: "out", outcome: "talked", minutes: "", note: "", next_step: "", next_on: "" };
}

export function logFieldsOf({ phone, name, direction, outcome, seconds, note, next_step, next_on }: CallLog): LogFields {
  const minutes = seconds === null ? "" : String(Math.round(seconds / A_MINUTE));
  return { phone, name, direction, outcome, minutes, note, next_step, next_on: next_on ?? "" };
}

/** What is sent of a new one. */
export function logOf({ minutes, next_on: due, ...rest }: LogFields): CallLogIn {
  return { ...rest, seconds: secondsOf(minutes), next_on: dayOf(due) };
}

/** What is sent of changed fields. */
export function changedOf({ minutes, next_on: due, ...rest }: Partial<LogFields>): Omit<CallLogPatch, "version"> {
  return {
    ...rest,
    ...(minutes === undefined ? {} : { seconds: secondsOf(minutes) }),
    ...(due === undefined ? {} : { next_on: dayOf(due) }),
  };
}

function dayOf(typed: string): string | null {
  return typed === "" ? null : typed;
}

function secondsOf(minutes: string): number | null {
  const typed = Number.parseInt(minutes, 10);
  return Number.isNaN(typed) ? null : Math.min(MOST_MINUTES, Math.max(0, typed)) * A_MINUTE;
}

export function isComplete({ phone }: LogFields): boolean {
  return /\d/.test(phone);
}
