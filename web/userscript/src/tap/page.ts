/** Both taps on a page that the script can reach itself. */
import { tapFetch } from "./fetch";
import type { Watch } from "./watch";
import { tapXhr } from "./xhr";

export function tapPage(page: Window & typeof globalThis, watch: Watch, signal: AbortSignal): void {
  tapXhr(page, watch, signal);
  tapFetch(page, watch, signal);
}
