/** The order of a short list that people arrange by hand. */

/** The list with the one at `at` a place up or down; as it was at an end. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const [one, other] = [list[at], list[at + by]];
  if (one === undefined || other === undefined) return [...list];
  return list.with(at, other).with(at + by, one);
}
