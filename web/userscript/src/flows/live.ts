/** Hears what other agents do: one poll that waits, while the page is looked at. */
import { Unreachable } from "../gm";
import { Refused, type Api } from "../server/api";
import { readChanges, type Changes } from "../server/wire";
import type { Store } from "../state";

/** The server answers after 25 s at the latest. */
const POLL_MS = 40_000;
const PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** All panels hear of an edit at once; they ask again one after another. */
const SPREAD_MS = 500;

export interface Heard {
  account: () => void;
  panel: () => void;
  /** A poll failed: whether the server is away is for another call to find out. */
  trouble: () => void;
}

export class Live {
  #key = "";
  #running: AbortController | null = null;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly page: Document,
    private readonly heard: Heard,
  ) {}

  /** Begins once the look-up of an account was answered; `revision` is that answer's. Ends with the visit. */
  follow(revision: string | null, visit: AbortSignal): void {
    const { view, paired } = this.store.state;
    const ready = view !== null && paired && revision !== null;
    const key = ready ? `${String(view.epoch)} ${String(view.acctId)}` : "";
    if (key === this.#key) return;
    this.#key = key;
    this.#running?.abort();
    if (!ready) return;
    this.#running = new AbortController();
    void this.#watch(view.acctId, revision, AbortSignal.any([visit, this.#running.signal]));
  }

  async #watch(acctId: number, first: string, signal: AbortSignal): Promise<void> {
    let since = first;
    let failures = 0;
    while (await this.#seen(signal)) {
      const answer = await this.#poll(acctId, since, signal).catch((error: unknown) => error);
      if (answer instanceof Hidden) continue;
      if (isChanges(answer)) {
        since = answer.revision;
        failures = 0;
        await this.#tell(answer, signal);
      } else {
        failures += 1;
        if (answer instanceof Unreachable) this.heard.trouble();
      }
      await pause(pauseAfter(failures, answer), signal);
    }
  }

  async #poll(acctId: number, since: string, signal: AbortSignal): Promise<Changes> {
    const hidden = new AbortController();
    const look = (): void => { if (this.page.visibilityState === "hidden") hidden.abort(new Hidden()); };
    this.page.addEventListener("visibilitychange", look, { signal: AbortSignal.any([signal, hidden.signal]) });
    const path = `/api/assist/changes?acct_id=${String(acctId)}&since=${encodeURIComponent(since)}`;
    const call = { method: "GET", path, quiet: true, timeoutMs: POLL_MS } as const;
    return readChanges(await this.api.call({ ...call, signal: AbortSignal.any([signal, hidden.signal]) }));
  }

  async #tell({ changed }: Changes, signal: AbortSignal): Promise<void> {
    if (changed.includes("ticks")) this.heard.account();
    else if (changed.length > 0) await pause(Math.random() * SPREAD_MS, signal);
    if (signal.aborted) return;
    if (changed.includes("reminders") && !changed.includes("ticks")) this.heard.account();
    if (changed.includes("panel")) this.heard.panel();
  }

  /** True when the page is in sight, and then only; false once there is nothing to watch any more. */
  #seen(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const done = new AbortController();
      const look = (): void => {
        if (this.page.visibilityState === "hidden" && !signal.aborted) return;
        done.abort();
        resolve(!signal.aborted);
      };
      this.page.addEventListener("visibilitychange", look, { signal: done.signal });
      signal.addEventListener("abort", look, { signal: done.signal });
      look();
    });
  }
}

/** The page went out of sight in mid-poll. */
class Hidden extends Error {}

function isChanges(answer: unknown): answer is Changes {
  return typeof answer === "object" && answer !== null && "changed" in answer;
}

function pauseAfter(failures: number, answer: unknown): number {
  if (failures === 0) return PAUSE_MS;
  // a server that has no such address will not grow one while we wait
  if (answer instanceof Refused && answer.status !== 429 && answer.status < 500) return LONGEST_PAUSE_MS;
  return Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** failures) * (0.75 + Math.random() / 2);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener("abort", over);
    if (signal.aborted) over();
  });
}
