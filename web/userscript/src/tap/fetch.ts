/** Reads copies of the answers to the page's fetch. */
import type { Finish, Watch } from "./watch";

export function tapFetch(page: Window & typeof globalThis, watch: Watch, signal: AbortSignal): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the page's own `this`
  const native = page.fetch;
  const tapped = new Proxy(native, {
    apply(target, self: unknown, args: unknown[]): unknown {
      const url = signal.aborted ? null : addressOf(args[0]);
      const finish = url === null ? null : watch(url);
      const answer = Reflect.apply(target, self, args) as Promise<Response>;
      return finish === null ? answer : copied(answer, finish);
    },
  });
  page.fetch = tapped;
  signal.addEventListener("abort", () => {
    if (page.fetch === tapped) page.fetch = native;
  });
}

/** Only what has an address by itself: turning a stranger into text could run the page's code twice. */
function addressOf(input: unknown): string | null {
  if (typeof input === "string") return input;
  const kind = Object.prototype.toString.call(input);
  if (kind === "[object Request]") return (input as Request).url;
  return kind === "[object URL]" ? (input as URL).href : null;
}

/** The page gets this promise, so that a failure it does not handle is still reported as unhandled. */
function copied(answer: Promise<Response>, finish: Finish): Promise<Response> {
  return answer.then(
    (response) => {
      copy(response, finish);
      return response;
    },
    (error: unknown) => {
      finish(null);
      throw error;
    },
  );
}

function copy(response: Response, finish: Finish): void {
  if (!response.ok) {
    finish(null);
    return;
  }
  try {
    void response.clone().text().then(finish, () => { finish(null); });
  } catch {
    finish(null);
  }
}
