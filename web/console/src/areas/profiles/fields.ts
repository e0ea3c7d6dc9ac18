/** A site profile as a form, and what trying it says of each of its fields. */
import type { ProfileBody, TriedProfile } from "@deskside/api";

export interface ProfileFields {
  name: string;
  body: ProfileBody;
}

export const PARTS = ["extension", "accounts", "ahc", "admin", "tags", "tickets"] as const;
export type Part = (typeof PARTS)[number];

const GROUPS = ["endpoints", ...PARTS, "promotion", "selectors"] as const;

export const UPLOADS = ["cn_num", "tags", "userid", "xinfang_id"] as const;

export interface Line {
  /** As the server names it when it is wrong: `accounts.rows`. */
  readonly key: string;
  readonly name: string;
  readonly value: string | number;
}

export interface Group {
  readonly key: "site" | (typeof GROUPS)[number];
  readonly lines: readonly Line[];
}

/** Every field of the profile, group by group. */
export function groupsOf(body: ProfileBody): Group[] {
  const site = (["pages", "root", "functionalBusiness"] as const).map((name) => ({ key: name, name, value: body[name] }));
  const groups = GROUPS.map((key) => ({ key, lines: linesOf(key, body[key]) }));
  return [{ key: "site", lines: site }, ...groups];
}

function linesOf(group: string, values: object): Line[] {
  return Object.entries(values).map(([name, value]) => ({
    key: `${group}.${name}`,
    name,
    value: typeof value === "number" ? value : String(value),
  }));
}

/** Every field by its key, as text. */
export function textsOf(body: ProfileBody): Map<string, string> {
  const lines = groupsOf(body).flatMap((group) => group.lines.map(({ key, value }) => [key, String(value)] as const));
  return new Map([...lines, ["uploads", body.uploads.join(", ")]]);
}

/** `key = value` for each field in which `body` is not as `other`. */
export function differing(body: ProfileBody, other: ProfileBody): string[] {
  const known = textsOf(other);
  return [...textsOf(body)].filter(([key, text]) => known.get(key) !== text).map(([key, text]) => `${key} = ${text}`);
}

/** The profile with the field `key` as it was typed. */
export function withLine(body: ProfileBody, key: string, typed: string): ProfileBody {
  const [group = "", name] = key.split(".");
  if (name === undefined) return { ...body, [group]: typed };
  const before = body[group as keyof ProfileBody] as unknown as Record<string, string | number>;
  const value = typeof before[name] === "number" ? (Number.parseInt(typed, 10) || 0) : typed;
  return { ...body, [group]: { ...before, [name]: value } };
}

/** What was read, by field; null = nothing lies there. */
export function readingsOf(tried: TriedProfile): Map<string, string | null> {
  return new Map(tried.readings.map(({ part, field, value }) => [`${part}.${field}`, value]));
}

/** A profile from typed JSON; throws SyntaxError or TypeError with what is wrong. */
export function parsedBody(text: string): ProfileBody {
  const whole: unknown = JSON.parse(text);
  if (typeof whole !== "object" || whole === null || Array.isArray(whole)) throw new TypeError("{ … }");
  return whole as ProfileBody;
}

/** Whether every group that the form shows is there; the server says what else is wrong. */
export function isWhole(body: ProfileBody): boolean {
  const groups: Record<string, unknown> = { ...body };
  return Array.isArray(groups.uploads) && GROUPS.every((key) => typeof groups[key] === "object" && groups[key] !== null);
}
