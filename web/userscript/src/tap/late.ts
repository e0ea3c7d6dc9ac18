/** A script that starts late: the page may have asked for the account before the taps were in. */
import type { Site, SiteProfile } from "../site/profile";
import { after } from "../timing";
import { lastSegment } from "./watch";

const CHECK_MS = 2000;

/** Tells now and once more a little later whether the account was asked for before the taps were in. */
export function noticeLate(site: Site, nothingSeen: () => boolean, tell: (late: boolean) => void, signal: AbortSignal): void {
  const look = (): void => {
    const entries = performance.getEntriesByType("resource");
    tell(nothingSeen() && startedLate(entries, site.profile, document.baseURI));
  };
  look();
  after(CHECK_MS, look, signal);
}

/** True when the product data was requested before now. Its body is gone, and asking again is the page's business. */
export function startedLate(entries: readonly { name: string; }[], profile: SiteProfile, base: string): boolean {
  return entries.some((entry) => lastSegment(entry.name, base) === profile.endpoints.extension);
}
