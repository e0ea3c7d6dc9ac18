/** Grades as a form edits them, and which grade a text of the vendor would get: the same rule as the server's. */

import type { Grade } from "./types";

export interface GradeFields {
  code: string;
  label: string;
  price: string;
  colour: string;
  /** With commas between them. */
  equals: string;
  contains: string;
  success: boolean;
}

export const MOST_GRADES = 30;

export function toFields(grade: Grade): GradeFields {
  const { code, label, price, colour, equals = [], contains = [], success } = grade;
  return {
    code,
    label,
    price,
    colour,
    equals: equals.join("，"),
    contains: contains.join("，"),
    success,
  };
}

export function toGrade(fields: GradeFields): Grade {
  return { ...fields, code: fields.code.trim(), label: fields.label.trim(), equals: parts(fields.equals), contains: parts(fields.contains) };
}

export function blankGrade(): GradeFields {
  return { code: "", label: "", price: "0.00", colour: "#64748b", equals: "", contains: "", success: true };
}

export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const [one, other] = [list[at], list[at + by]];
  if (one === undefined || other === undefined) return [...list];
  return list.with(at, other).with(at + by, one);
}

/** The first grade whose rule fits; a part that begins with a digit must not follow a digit or a dot. */
export function gradeOf(text: string, grades: readonly GradeFields[]): GradeFields | null {
  const said = text.trim();
  return grades.find(({ equals, contains }) => parts(equals).includes(said) || parts(contains).some((part) => holds(said, part))) ?? null;
}

function holds(text: string, part: string): boolean {
  if (!/^\d/.test(part)) return text.includes(part);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (at === 0 || !/[\d.]/.test(text.charAt(at - 1))) return true;
  }
  return false;
}

function parts(text: string): string[] {
  return text
    .split(/[,，\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
