/** What differs between two records, field by field. */

export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The fields of `draft` that are not as in `base`. */
export function changesOf<T extends object>(base: T, draft: T): Partial<T> {
  const changed: Partial<T> = {};
  for (const key of Object.keys(draft) as (keyof T)[]) {
    if (!same(base[key], draft[key])) changed[key] = draft[key];
  }
  return changed;
}

export interface Difference<K> {
  readonly field: K;
  /** False = I left this field as it was, so theirs will stay whoever wins. */
  readonly touched: boolean;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/** Fields in which the newer record differs from my draft. */
export function differences<T extends object>(base: T, draft: T, current: T): Difference<keyof T>[] {
  return (Object.keys(draft) as (keyof T)[])
    .filter((field) => !same(draft[field], current[field]))
    .map((field) => ({
      field,
      touched: !same(base[field], draft[field]),
      mine: draft[field],
      theirs: current[field],
    }));
}
