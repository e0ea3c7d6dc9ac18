/** A ranking by another column; who has no rank, or no rate, comes last either way. */

import type { Rank } from "./types";

const COLUMNS = ["rank", "rate", "success", "called", "records", "connected_rate", "seconds"] as const;

export function sorted(rows: readonly Rank[], sort: string): Rank[] {
  const column = COLUMNS.find((one) => one === sort.replace(/^-/, ""));
  if (column === undefined) return [...rows];
  const turn = sort.startsWith("-") ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [one[column], other[column]];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return (a - b) * turn;
  });
}
