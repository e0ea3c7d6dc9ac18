/** Where the cursor of a list stands, by id, so that it survives a refetch. */

export type RowId = string | number;

/** One step from `current`; from nowhere, the first (or the last) row. Stops at the ends. */
export function step(ids: readonly RowId[], current: RowId | null, delta: 1 | -1): RowId | null {
  if (ids.length === 0) return null;
  const at = current === null ? -1 : ids.indexOf(current);
  if (at < 0) return (delta === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + delta))] ?? null;
}

/** The rows before and after `current`; null at an end, or when it is not in the list. */
export function neighbours(
  ids: readonly RowId[],
  current: RowId | null,
): { readonly previous: RowId | null; readonly next: RowId | null } {
  const at = current === null ? -1 : ids.indexOf(current);
  if (at < 0) return { previous: null, next: null };
  return { previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null };
}

/** The cursor after the rows changed: kept when its row is still there. */
export function keep(ids: readonly RowId[], current: RowId | null): RowId | null {
  return current !== null && ids.includes(current) ? current : null;
}
