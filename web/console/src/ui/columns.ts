/** How much room a list needs before it shows a column: `wide` beside an open record, `full` only without one. */
export type Room = "wide" | "full";

/** A list's column; without `room` it is always shown. */

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly width?: string;
  readonly number?: boolean;
  readonly room?: Room;
  /** What the server sorts by under this heading; without it the column does not sort. */
  readonly sort?: string;
}

/** The order after a click on a heading: up first, then down. */
export function turned(column: string, current: string | undefined): string {
  return current === column ? `-${column}` : column;
}
