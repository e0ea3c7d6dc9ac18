/** The other side of the tap: hears what the half in the page tells, and believes nothing that is not in form.
 *
 * The page can dispatch the same events, and so pretend an answer of the CRM; it could as well have sent the
 * request. There is no message by which a page could have our server called or storage read.
 */
import type { Site } from "../site/profile";
import { isRecord } from "../site/json";
import type { Finish, Watch } from "../tap/watch";
import { TAPPED, WANTED, type Tapped } from "./names";

const MOST_OPEN = 400;
const LONGEST = 5_000_000;
const LONGEST_URL = 8192;

export function hearTaps(page: Document, site: Site, watch: Watch, signal: AbortSignal): void {
  const open = new Map<number, Finish>();
  const hear = (event: Event): void => {
    const told = event instanceof CustomEvent ? readTapped(event.detail) : null;
    if (told === null) return;
    if (told.kind === "answered") {
      open.get(told.order)?.(told.text);
      open.delete(told.order);
      return;
    }
    if (open.size >= MOST_OPEN || open.has(told.order)) return;
    const finish = watch(told.url, told.at);
    if (finish !== null) open.set(told.order, finish);
  };
  page.addEventListener(TAPPED, hear, { signal });
  want(page, Object.values(site.profile.endpoints));
  signal.addEventListener("abort", () => { want(page, []); });
}

function want(page: Document, names: readonly string[]): void {
  page.dispatchEvent(new CustomEvent(WANTED, { detail: JSON.stringify(names) }));
}

export function readTapped(detail: unknown): Tapped | null {
  const told = typeof detail === "string" && detail.length <= LONGEST ? parse(detail) : null;
  if (!isRecord(told)) return null;
  const { kind, order } = told;
  if (typeof order !== "number" || !Number.isSafeInteger(order)) return null;
  return kind === "answered" ? readAnswered(order, told.text) : kind === "asked" ? readAsked(order, told.url, told.at) : null;
}

function readAnswered(order: number, text: unknown): Tapped | null {
  return typeof text === "string" || text === null ? { kind: "answered", order, text } : null;
}

function readAsked(order: number, url: unknown, at: unknown): Tapped | null {
  if (typeof url !== "string" || url.length > LONGEST_URL) return null;
  return typeof at === "number" && at >= 0 && at <= performance.now() ? { kind: "asked", order, url, at } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
