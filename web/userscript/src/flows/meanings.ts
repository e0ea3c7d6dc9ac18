/** What the account's tags mean, from the glossary. */
import type { Api } from "../server/api";
import { readMeanings } from "../server/wire";
import type { Store } from "../state";

const MOST = 100;

export class Meanings {
  #asked = "";

  constructor(
    private readonly api: Api,
    private readonly store: Store,
  ) {}

  follow(signal: AbortSignal): void {
    const { view, paired } = this.store.state;
    const tags = paired ? (view?.tags ?? []).slice(0, MOST) : [];
    const key = tags.join("\n");
    if (key === this.#asked) return;
    this.#asked = key;
    if (tags.length > 0) void this.#ask(tags, signal);
  }

  again(signal: AbortSignal): void {
    this.#asked = "";
    this.follow(signal);
  }

  /** Tags say something without their meaning too: a failure is not worth a word. */
  async #ask(tags: readonly string[], signal: AbortSignal): Promise<void> {
    const query = tags.map((tag) => `tag=${encodeURIComponent(tag)}`).join("&");
    try {
      const answer = await this.api.call({ method: "GET", path: `/api/assist/tags/meanings?${query}`, signal, quiet: true });
      if (!signal.aborted) this.store.set({ meanings: readMeanings(answer) });
    } catch {
      if (!signal.aborted) this.#asked = "";
    }
  }
}
