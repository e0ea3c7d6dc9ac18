/** Which tweaks run: those that the server has not switched off, with the profile's selectors. */
import type { Config } from "../flows/config";
import { blankHover } from "./blank-hover";
import { functionalIds } from "./functional-ids";
import { runTweaks } from "./tweak";

export class Tweaks {
  #running: AbortController | null = null;
  #known = "";

  constructor(
    private readonly page: Document,
    private readonly config: Pick<Config, "current">,
    private readonly onOff: (title: string) => void,
  ) {}

  /** Runs what the present configuration wants. False when that runs already. */
  follow(): boolean {
    const { enabled, profile, tweaks } = this.config.current;
    const wanted = JSON.stringify([enabled, profile.selectors, tweaks]);
    if (wanted === this.#known) return false;
    this.stop();
    this.#known = wanted;
    this.#running = new AbortController();
    const { functionalAccounts, planName } = profile.selectors;
    const on = [
      ...(tweaks.functionalIds ? [functionalIds(functionalAccounts)] : []),
      ...(tweaks.blankHover ? [blankHover(planName)] : []),
    ];
    if (enabled && on.length > 0) runTweaks(this.page, on, this.onOff, this.#running.signal);
    return true;
  }

  stop(): void {
    this.#running?.abort();
  }
}
