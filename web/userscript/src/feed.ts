/** From the page's requests to visits: names the part, reads the answer, keeps mistakes to itself. */
import { readAnswer } from "./site/parsers";
import { PARTS, type Part, type Site } from "./site/profile";
import type { Visits } from "./site/visits";
import { lastSegment, type Watch } from "./tap/watch";

export class Feed {
  /** Address of the newest request of interest. */
  sibling: string | null = null;

  constructor(
    private readonly visits: Visits,
    private readonly site: Site,
    private readonly clock: () => number,
  ) {}

  readonly watch: Watch = (url, at = this.clock()) => {
    const base = document.baseURI;
    const { endpoints } = this.site.profile;
    const name = lastSegment(url, base);
    const part = PARTS.find((one) => endpoints[one] === name);
    if (part === undefined) return null;
    this.sibling = new URL(url, base).href;
    const ask = this.visits.asked(part, at);
    return (text) => { this.visits.answered(ask, this.#read(part, text)); };
  };

  #read(part: Part, text: string | null): ReturnType<typeof readAnswer> | null {
    if (text === null) return null;
    try {
      return readAnswer(part, text, this.site.profile);
    } catch {
      return null;
    }
  }
}
