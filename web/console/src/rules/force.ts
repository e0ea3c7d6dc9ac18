/** Whether a reminder is in force at a moment, as the server judges it: from its start on, until before its end. */

export type ForceState = "in_force" | "coming" | "ended" | "deleted";

export interface Dated {
  readonly start_date: string | null;
  readonly expire_date: string | null;
  readonly deleted: boolean;
}

export function forceState({ start_date, expire_date, deleted }: Dated, now: number): ForceState {
  if (deleted) return "deleted";
  if (start_date !== null && Date.parse(start_date) > now) return "coming";
  return expire_date !== null && Date.parse(expire_date) <= now ? "ended" : "in_force";
}
