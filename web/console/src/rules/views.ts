/** What of a list's address a view keeps, and whether the list still shows it. */

export interface Shown {
  readonly query: Readonly<Record<string, string>>;
  readonly hidden: readonly string[];
}

/** The filters that are set, without those that are not. */
export function setOnly(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

/** Whether two lists look alike; the order in which filters or columns were chosen does not matter. */
export function sameView(one: Shown, other: Shown): boolean {
  return key(one) === key(other);
}

function key({ query, hidden }: Shown): string {
  const chosen = Object.entries(setOnly(query)).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([chosen, [...hidden].sort()]);
}

export interface Node {
  readonly id: number;
  readonly parent_id: number | null;
}

/** A department and all below it; without one to begin with, none. */
export function below<D extends Node>(departments: readonly D[], top: number | null): D[] {
  const inside = new Set<number | null>(top === null ? [] : [top]);
  for (let grown = -1; grown !== inside.size; ) {
    grown = inside.size;
    for (const one of departments) if (one.parent_id !== null && inside.has(one.parent_id)) inside.add(one.id);
  }
  return departments.filter(({ id }) => inside.has(id));
}
