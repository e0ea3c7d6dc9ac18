/** The newer truth that a stale write is answered with. */

import { ApiError } from "@deskside/api";

/** The record inside a 409 `{code: "stale", current}`, or null for any other error. */
export function staleCurrent(error: unknown): object | null {
  if (!(error instanceof ApiError) || error.status !== 409 || error.code !== "stale") return null;
  const { current } = error.body;
  return typeof current === "object" ? current : null;
}
