/** What other parts of Deskside know of the account. */
import { Refused, type Api } from "../server/api";
import { readCards } from "../server/cards";
import type { Store } from "../state";
import { reasonOf } from "./failures";

export class Cards {
  #asked = "";

  constructor(
    private readonly api: Api,
    private readonly store: Store,
  ) {}

  follow(signal: AbortSignal): void {
    const { view, paired } = this.store.state;
    const key = view === null || !paired ? "" : `${String(view.epoch)} ${String(view.acctId)}`;
    if (key === this.#asked) return;
    this.#asked = key;
    if (key !== "" && view !== null) void this.#ask(view.acctId, signal);
  }

  again(signal: AbortSignal): void {
    this.#asked = "";
    this.follow(signal);
  }

  async #ask(acctId: number, signal: AbortSignal): Promise<void> {
    if (this.store.state.cards.kind !== "ready") this.store.set({ cards: { kind: "loading" } });
    try {
      const answer = await this.api.call({ method: "GET", path: `/api/assist/cards/${String(acctId)}`, signal });
      if (!signal.aborted) this.store.set({ cards: { kind: "ready", value: readCards(answer) } });
    } catch (error) {
      if (signal.aborted) return;
      const none = error instanceof Refused && error.status === 404;
      this.store.set({ cards: none ? { kind: "ready", value: [] } : { kind: "failed", why: reasonOf(error) } });
    }
  }
}
