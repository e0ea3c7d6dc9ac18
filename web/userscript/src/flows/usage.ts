/** Reports what was used, in batches, and never gets in anybody's way. */
import type { Api } from "../server/api";

export type UsageKind = "link" | "plan" | "tweak_off";

export interface UsageEvent {
  kind: UsageKind;
  key: string;
  acct_id: number | null;
}

const PAUSE_MS = 10_000;
const FULL = 20;
const MOST = 100;

export class Usage {
  #waiting: UsageEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly api: Api) {}

  note(kind: UsageKind, key: string, acctId: number | null): void {
    if (this.#waiting.length < MOST) this.#waiting.push({ kind, key: key.slice(0, 64), acct_id: acctId });
    if (this.#waiting.length >= FULL) void this.flush();
    else this.#timer ??= setTimeout(() => { void this.flush(); }, PAUSE_MS);
  }

  /** Sends what waits; what cannot be sent is forgotten. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#waiting;
    if (events.length === 0 || this.api.token === null) return;
    this.#waiting = [];
    try {
      await this.api.call({ method: "POST", path: "/api/assist/usage", body: { events }, quiet: true });
    } catch {
      // counts are for managers; an agent must not hear of them
    }
  }
}
