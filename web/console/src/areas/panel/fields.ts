/** A policy as a form, and what holds where it says nothing. */
import type { Department, PanelPolicy, PolicyBody } from "@deskside/api";

/** Every part of a policy; null: as the department above has it. */
export type PolicyFields = { [Part in keyof PolicyBody]-?: Exclude<PolicyBody[Part], undefined> };
export type PolicyPart = keyof PolicyFields;
export type Section = NonNullable<PolicyFields["sections"]>[number];

export const EVERYBODY = 0;
export const SECTIONS = ["links", "reminders", "todos", "facts", "plan", "tickets", "cards"] as const;

/** What the server goes by where nobody has said anything. */
export const DEFAULTS: PolicyFields = {
  enabled: true,
  message: "",
  min_version: null,
  tweaks: { functional_ids: true, blank_hover: true },
  sections: SECTIONS.map((key) => ({ key, state: "open" })),
  hidden_statuses: ["CLOSED", "RESOLVED", "COMPLETED", "CANCELLED"],
  profile_id: null,
};

export function fieldsOf(body: PolicyBody): PolicyFields {
  const { enabled, message, min_version, tweaks, sections, hidden_statuses, profile_id } = body;
  return {
    enabled: enabled ?? null,
    message: message ?? null,
    min_version: min_version ?? null,
    tweaks: tweaks ?? null,
    sections: sections ?? null,
    hidden_statuses: hidden_statuses ?? null,
    profile_id: profile_id ?? null,
  };
}

export interface Heard {
  readonly body: PolicyFields;
  /** Whose word each part is: a department, everybody (0), or null = the default. */
  readonly from: Readonly<Record<PolicyPart, number | null>>;
}

/** What a department goes by in the parts where it says nothing itself: the nearest one above that does. */
export function heardAbove(department: number, policies: readonly PanelPolicy[], departments: readonly Department[]): Heard {
  const above = department === EVERYBODY ? [] : [...parentsOf(department, departments), EVERYBODY];
  const said = new Map(policies.map((one) => [one.department_id, fieldsOf(one.body)]));
  const body: Record<string, unknown> = {};
  const from: Record<string, number | null> = {};
  for (const part of Object.keys(DEFAULTS) as PolicyPart[]) {
    const who = above.find((one) => (said.get(one)?.[part] ?? null) !== null) ?? null;
    body[part] = who === null ? DEFAULTS[part] : said.get(who)?.[part];
    from[part] = who;
  }
  return { body: body as PolicyFields, from: from as Heard["from"] };
}

function parentsOf(department: number, departments: readonly Department[]): number[] {
  const parents = new Map(departments.map(({ id, parent_id }) => [id, parent_id]));
  const found: number[] = [];
  let next = parents.get(department) ?? null;
  while (next !== null && !found.includes(next)) {
    found.push(next);
    next = parents.get(next) ?? null;
  }
  return found;
}

/** The sections with one moved by `step` places; those that nobody named come last. */
export function moved(sections: readonly Section[], at: number, step: -1 | 1): Section[] {
  const next = [...sections];
  const [one] = next.splice(at, 1);
  if (one) next.splice(Math.max(0, at + step), 0, one);
  return next;
}

/** Every section once, in the order given. */
export function whole(sections: readonly Section[]): Section[] {
  const named = new Set<string>(sections.map(({ key }) => key));
  return [...sections, ...SECTIONS.filter((key) => !named.has(key)).map((key): Section => ({ key, state: "open" }))];
}

/** Statuses as they were typed: one a line, or parted by commas. */
export function statusesOf(text: string): string[] {
  const words = text.split(/[\n,，;；]/).map((word) => word.trim().toUpperCase());
  return [...new Set(words.filter((word) => word !== ""))];
}
