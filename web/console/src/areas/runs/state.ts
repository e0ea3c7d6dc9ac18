/** A run's state as one of the marks; a run that ended without everything is "partial", never "done". */

import type { Run } from "@deskside/api";

import type { StateKind } from "@/ui/states";

export function stateOf(run: Pick<Run, "state" | "complete">): StateKind {
  if (run.state === "done" && run.complete === false) return "partial";
  return run.state;
}

export function isLive(run: Pick<Run, "state">): boolean {
  return run.state === "running" || run.state === "waiting";
}

/** Numbers mean something once a run has begun; before that nothing is known, which is not 0. */
export function hasNumbers(run: Pick<Run, "started_at">): boolean {
  return run.started_at !== null;
}

export function skippedCount(run: Pick<Run, "skipped">): number {
  return run.skipped.reduce((sum, { count }) => sum + count, 0);
}
