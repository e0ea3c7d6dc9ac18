/** On which of the pages where the script runs the panel is wanted. */

/** Whether the page at `address` is one of `pages`: match patterns with a space between two; none: every page is. */
export function isWanted(pages: string, address: string): boolean {
  const [plain = ""] = address.split("#");
  const patterns = pages.split(/\s+/u).filter((one) => one !== "");
  return patterns.length === 0 || patterns.some((one) => matcherOf(one).test(plain));
}

/** Calls when the page has moved to another address without loading anew. */
export function watchMoves(moved: () => void, signal: AbortSignal): void {
  for (const event of ["popstate", "hashchange"]) window.addEventListener(event, moved, { signal });
}

function matcherOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u");
}
