/** Asks our server what matters about the account: once when it is known, once more when the tags come. */
import type { AccountView } from "../site/account";
import type { Site } from "../site/profile";
import type { Api } from "../server/api";
import { readReminders, readRevision, type Reminder } from "../server/wire";
import type { Store } from "../state";
import { reasonOf } from "./failures";

export interface AccountFacts {
  acct_id: number;
  market: string;
  business: string;
  cn_num?: string;
  tags?: readonly string[];
}

/** What is sent of an account, and nothing else; null while too little is known. */
export function factsToSend(view: AccountView | null, uploads: readonly string[]): AccountFacts | null {
  if (view === null) return null;
  const { acctId, market, business, cnNum, tags } = view;
  if (market === null || business === null) return null;
  return {
    acct_id: acctId,
    market,
    business,
    ...(cnNum === null || !uploads.includes("cn_num") ? {} : { cn_num: cnNum }),
    ...(tags === null || !uploads.includes("tags") ? {} : { tags }),
  };
}

export class Lookup {
  #asked = "";
  #order = 0;
  #shown = 0;
  /** Of the newest answer shown; where a first poll for changes may begin. */
  revision: string | null = null;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly site: Site,
  ) {}

  /** The account changed, or more of it is known. */
  follow(signal: AbortSignal): void {
    const { view, paired } = this.store.state;
    const facts = factsToSend(view, this.site.profile.uploads);
    const key = facts === null || !paired ? "" : JSON.stringify([view?.epoch, facts, view?.tags]);
    if (key === this.#asked) return;
    this.#asked = key;
    if (key === "") this.revision = null;
    if (facts !== null && paired) void this.#ask(facts, signal);
  }

  again(signal: AbortSignal): void {
    this.#asked = "";
    this.follow(signal);
  }

  async #ask(facts: AccountFacts, signal: AbortSignal): Promise<void> {
    const order = ++this.#order;
    this.store.set({ sent: { facts, at: new Date() } });
    if (this.store.state.reminders.kind !== "ready") this.store.set({ reminders: { kind: "loading" } });
    try {
      const answer = await this.api.call({ method: "POST", path: "/api/assist/lookup", body: facts, signal });
      if (signal.aborted || order < this.#shown) return;
      this.#shown = order;
      this.revision = readRevision(answer);
      const all = readReminders(answer);
      this.#show(facts.tags === undefined ? this.#ofTags(all) : all);
    } catch (error) {
      if (signal.aborted || order < this.#order) return;
      this.store.set({ reminders: { kind: "failed", why: reasonOf(error) } });
    }
  }

  /** Without tags the server cannot tell which reminders for tags apply; those that may not be sent are asked here. */
  #ofTags(all: readonly Reminder[]): readonly Reminder[] {
    const { view } = this.store.state;
    const known = this.site.profile.uploads.includes("tags") ? [] : (view?.tags ?? []);
    return all.filter(({ tag }) => tag === null || known.includes(tag));
  }

  #show(fresh: readonly Reminder[]): void {
    const { reminders, pending } = this.store.state;
    const known = reminders.kind === "ready" ? reminders.value : [];
    this.store.set({ reminders: { kind: "ready", value: fresh.map((item) => newer(item, known, pending)) } });
  }
}

/** `fresh`, but a tick this panel knows to be newer, or is sending now, stays. */
function newer(fresh: Reminder, known: readonly Reminder[], pending: ReadonlySet<number>): Reminder {
  const { id } = fresh;
  const tick = known.find((item) => item.id === id)?.tick;
  if (id === null || !tick) return fresh;
  const seen = fresh.tick?.version ?? 0;
  // what lasts for this visit only is open again in every new answer, but not in this visit
  const ofThisVisit = fresh.recurrentInterval === 0 && tick.version === seen;
  const keep = pending.has(id) || tick.version > seen || ofThisVisit;
  return keep ? { ...fresh, tick } : fresh;
}
