/** Which account an answer belongs to, told from when it was asked for.
 *
 * Most answers of the CRM name no account. The request for the product data opens a visit (an epoch); the
 * requests the page sent in the same breath, before or after it, belong to it. An answer to a request of
 * an older visit is late and dropped.
 */
import type { Answers } from "./parsers";
import type { Part } from "./profile";

/** Requests closer together than this are one breath of the page: nobody changes account by hand so fast. */
export const BREATH_MS = 250;

export type PartState = "idle" | "asked" | "ready" | "failed";

export class Visit {
  readonly answers: Partial<Answers> = {};
  readonly states: Record<Part, PartState> = { extension: "idle", accounts: "idle", ahc: "idle", admin: "idle", tags: "idle" };
  readonly #newest: Partial<Record<Part, number>> = {};
  readonly #end = new AbortController();

  constructor(readonly epoch: number) {}

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** The account is known to be asked for, or to be refused, and is not there. */
  get opening(): "no" | "asked" | "failed" {
    const state = this.states.extension;
    return state === "asked" || state === "failed" ? state : "no";
  }

  end(): void {
    this.#end.abort();
  }

  /** A request of `part` was sent. A newly chosen functional account leaves nothing of the one before. */
  asked(part: Part, order: number): void {
    if (part !== "ahc" && this.states[part] === "ready") return;
    this.states[part] = "asked";
    if (part !== "ahc") return;
    this.#newest.ahc = order;
    delete this.answers.ahc;
  }

  /** Keep `value` (null: the request failed) unless a later request of that part was answered already. */
  keep<P extends Part>(part: P, order: number, value: Answers[P] | null): boolean {
    if (order < (this.#newest[part] ?? -1)) return false;
    this.#newest[part] = order;
    this.states[part] = value === null ? "failed" : "ready";
    const answers: Partial<Record<Part, Answers[Part]>> = this.answers;
    if (value === null) Reflect.deleteProperty(answers, part);
    else answers[part] = value;
    return true;
  }
}

export interface Ask {
  readonly part: Part;
  readonly order: number;
  readonly at: number;
  readonly breath: number;
  readonly repeated: boolean;
  visit: Visit;
  /** The answer, when it came before the visit it belongs to was known. */
  value?: Answers[Part] | null;
}

export class Visits {
  #current = new Visit(0);
  #asks: Ask[] = [];
  #order = 0;
  #breath = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly onChange: (visit: Visit, opened: boolean) => void) {}

  get current(): Visit {
    return this.#current;
  }

  /** The page sends a request at `at` (milliseconds). */
  asked(part: Part, at: number): Ask {
    if (at - this.#lastAt > BREATH_MS) this.#breath += 1;
    this.#lastAt = at;
    const repeated = this.#asks.some((ask) => ask.part === part);
    const ask: Ask = { part, order: this.#order++, at, breath: this.#breath, repeated, visit: this.#current };
    const opens = part === "extension";
    if (opens) this.#open(ask);
    this.#asks.push(ask);
    ask.visit.asked(part, ask.order);
    this.onChange(ask.visit, opens);
    return ask;
  }

  /** The answer to `ask` (null: it failed). False when it is late and was dropped. */
  answered(ask: Ask, value: Answers[Part] | null): boolean {
    ask.value = value;
    if (ask.visit !== this.#current || !ask.visit.keep(ask.part, ask.order, value)) return false;
    this.onChange(ask.visit, false);
    return true;
  }

  close(): void {
    this.#current.end();
  }

  /** Forgets the account on screen; answers that are still to come belong to nothing. */
  leave(): void {
    this.#current.end();
    this.#asks = [];
    this.#current = new Visit(this.#current.epoch + 1);
  }

  #open(opening: Ask): void {
    const old = this.#current;
    const fresh = new Visit(old.epoch + 1);
    const claimed = this.#asks.filter((ask) => this.#belongsWith(opening, ask));
    old.end();
    this.#current = fresh;
    this.#asks = claimed;
    opening.visit = fresh;
    for (const ask of claimed) {
      ask.visit = fresh;
      fresh.asked(ask.part, ask.order);
      if (ask.value !== undefined) fresh.keep(ask.part, ask.order, ask.value);
    }
  }

  #belongsWith(opening: Ask, ask: Ask): boolean {
    const lastOpening = this.#asks.findLast((earlier) => earlier.part === "extension");
    if (lastOpening === undefined) return true;
    if (ask.breath !== opening.breath || ask.part === "extension") return false;
    return lastOpening.breath !== opening.breath || (ask.order > lastOpening.order && ask.repeated);
  }
}
