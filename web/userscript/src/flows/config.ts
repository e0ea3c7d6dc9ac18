/** What the server wants panels to be like; the last word of the server is kept for when it is away. */
import type { Storage } from "../gm";
import type { Api } from "../server/api";
import { builtInConfig, readPanel, type PanelConfig } from "../server/panel";
import { isRecord } from "../site/json";
import { isWanted } from "../site/pages";
import type { Site, SiteProfile } from "../site/profile";

const KEPT = "panel";

export class Config implements Site {
  #current: PanelConfig;
  #known: string;

  constructor(
    private readonly api: Api,
    private readonly storage: Storage,
    private readonly builtIn: SiteProfile,
    private readonly version: string,
    private readonly onChange: (config: PanelConfig) => void,
  ) {
    const kept = storage.read(KEPT);
    this.#known = isRecord(kept) ? JSON.stringify(kept) : "";
    this.#current = isRecord(kept) ? readPanel(kept, builtIn) : builtInConfig(builtIn);
  }

  /** On a page that the profile leaves out, the panel is off. */
  get current(): PanelConfig {
    return this.wanted ? this.#current : { ...this.#current, enabled: false };
  }

  get wanted(): boolean {
    return isWanted(this.#current.profile.pages, window.location.href);
  }

  get profile(): SiteProfile {
    return this.#current.profile;
  }

  /** Asks the server, and tells it which script asks; a failure leaves everything as it was. */
  async refresh(signal: AbortSignal): Promise<void> {
    if (this.api.token === null) return;
    try {
      const path = `/api/assist/panel?script=${encodeURIComponent(this.version)}`;
      this.accept(await this.api.call({ method: "GET", path, signal }));
    } catch {
      // the server is away or refuses: the last configuration stands, and the banner says the rest
    }
  }

  accept(answer: unknown): void {
    const text = JSON.stringify(answer);
    if (!isRecord(answer) || text === this.#known) return;
    this.#known = text;
    this.storage.write(KEPT, answer);
    this.#current = readPanel(answer, this.builtIn);
    this.onChange(this.#current);
  }
}
