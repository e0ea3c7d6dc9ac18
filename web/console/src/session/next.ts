/** Where to go after sign-in: a path of this console and nothing else. */

export function nextPath(next: unknown): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
