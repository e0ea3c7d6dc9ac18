/** What the taps tell: a request of interest was sent, and what came of it. */

/** Call with the answer's text, or null when the request failed; calls after the first are ignored. */
export type Finish = (text: string | null) => void;

/** Asked for every request of the page; null means "not of interest". Must not throw.
 *
 * `at` is when it was sent (milliseconds, as performance.now has it); now, unless told.
 */
export type Watch = (url: string, at?: number) => Finish | null;

/** The last path segment of `url`, without query string or fragment. */
export function lastSegment(url: string, base: string): string | null {
  try {
    const path = new URL(url, base).pathname.replace(/\/+$/, "");
    return decodeURIComponent(path.slice(path.lastIndexOf("/") + 1)) || null;
  } catch {
    return null;
  }
}

/** A watch whose mistakes stay with us: nothing we do may reach the page. */
export function harmless(watch: Watch, report: (error: unknown) => void): Watch {
  return (url, at) => {
    const finish = attempt(() => watch(url, at), report);
    if (!finish) return null;
    let done = false;
    return (text) => {
      if (done) return;
      done = true;
      attempt(() => {
        finish(text);
      }, report);
    };
  };
}

function attempt<T>(call: () => T, report: (error: unknown) => void): T | null {
  try {
    return call();
  } catch (error) {
    report(error);
    return null;
  }
}
