/** While our server is away: ask again, first soon, then more rarely, and say when it is back. */
import { Unreachable } from "../gm";
import type { Api } from "../server/api";

const PAUSES_MS = [3000, 5000, 10_000, 20_000, 30_000];

export class Health {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;

  constructor(
    private readonly api: Api,
    /** Takes the panel's configuration; null when the server refused it. */
    private readonly onBack: (panel: unknown) => void,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", () => { clearTimeout(this.#timer); });
  }

  /** The server did not answer. */
  down(): void {
    if (this.#timer !== undefined || this.signal.aborted) return;
    const pause = PAUSES_MS[Math.min(this.#tries, PAUSES_MS.length - 1)];
    this.#timer = setTimeout(() => { void this.probe(); }, pause);
    this.#tries += 1;
  }

  async probe(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const away = new Unreachable();
    const answer = await this.api.call({ method: "GET", path: "/api/assist/panel", signal: this.signal }).catch(
      (error: unknown) => (error instanceof Unreachable ? away : null),
    );
    if (answer === away || this.signal.aborted) return;
    this.#tries = 0;
    this.onBack(answer);
  }
}
