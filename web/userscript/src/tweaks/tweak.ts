/** Small repairs of the CRM's page, each switching itself off when the page is not as it expects. */

export interface Tweak {
  readonly title: string;
  readonly selector: string;
  /** Mends what it finds; calling again changes nothing. Throws UnexpectedPage to switch itself off. */
  apply: (found: Element) => void;
}

export class UnexpectedPage extends Error {}

const SETTLE_MS = 40;

/** Applies `tweaks` now and whenever the page changes, until `signal`; `onOff` hears which gave up. */
export function runTweaks(
  page: Document,
  tweaks: readonly Tweak[],
  onOff: (title: string) => void,
  signal: AbortSignal,
): void {
  let live = [...tweaks];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => { timer ??= setTimeout(pass, SETTLE_MS); });
  function pass(): void {
    timer = undefined;
    if (signal.aborted) return;
    live = live.filter((tweak) => works(page, tweak, onOff));
    if (live.length === 0) observer.disconnect();
  }
  observer.observe(page, { childList: true, subtree: true, characterData: true });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    observer.disconnect();
  });
  pass();
}

function works(page: Document, tweak: Tweak, onOff: (title: string) => void): boolean {
  try {
    for (const found of page.querySelectorAll(tweak.selector)) tweak.apply(found);
    return true;
  } catch {
    onOff(tweak.title);
    return false;
  }
}
