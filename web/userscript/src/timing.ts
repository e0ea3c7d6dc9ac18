/** Timers that end with their page or visit. */

export function after(ms: number, call: () => void, signal: AbortSignal): void {
  const timer = setTimeout(call, ms);
  signal.addEventListener("abort", () => { clearTimeout(timer); });
}

/** Only while the page is looked at. */
export function every(ms: number, call: () => void, signal: AbortSignal): void {
  const timer = setInterval(() => { if (document.visibilityState !== "hidden") call(); }, ms);
  signal.addEventListener("abort", () => { clearInterval(timer); });
}
