/** Where the panel may lie: never over what the agent types into. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const QUIET_INPUTS = new Set(["button", "submit", "reset", "checkbox", "radio", "image", "color", "range", "file", "hidden"]);

/** The page's element that takes the agent's typing, if `target` is one. */
export function typingInto(target: unknown): HTMLElement | null {
  if (!(target instanceof HTMLElement)) return null;
  const tag = target.tagName;
  const types = tag === "INPUT" && !QUIET_INPUTS.has((target as HTMLInputElement).type);
  return types || tag === "TEXTAREA" || tag === "SELECT" || target.isContentEditable ? target : null;
}

/** Tells, whenever it may have changed, which box the agent types into (null: none). */
export function watchTyping(page: Document, tell: (box: Box | null) => void, signal: AbortSignal): void {
  let typing: HTMLElement | null = null;
  const look = (): void => {
    if (typing?.isConnected === false) typing = null;
    tell(typing === null ? null : typing.getBoundingClientRect());
  };
  const begin = (event: Event): void => {
    typing = typingInto(event.target);
    look();
  };
  const end = (): void => {
    typing = null;
    look();
  };
  page.addEventListener("focusin", begin, { signal, capture: true });
  page.addEventListener("focusout", end, { signal, capture: true });
  const moved = { signal, capture: true, passive: true };
  page.addEventListener("scroll", () => { if (typing !== null) look(); }, moved);
  page.defaultView?.addEventListener("resize", () => { if (typing !== null) look(); }, { signal });
}
