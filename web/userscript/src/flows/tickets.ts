/** Asks the CRM for the account's tickets, with the session the agent already has. */
import type { Site } from "../site/profile";
import { readTickets, ticketQuery, type Ticket } from "../site/tickets";
import type { Store } from "../state";

export class TicketList {
  #asked = "";

  constructor(
    private readonly store: Store,
    private readonly site: Site,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  /** `sibling` is the address of another request of the CRM: tickets are asked beside it. */
  follow(sibling: string | null, signal: AbortSignal): void {
    const { view } = this.store.state;
    const key = view === null ? "" : `${String(view.epoch)} ${String(view.acctId)}`;
    if (key === this.#asked || sibling === null) return;
    this.#asked = key;
    if (view !== null) void this.#ask(view.acctId, ticketAddress(this.site, sibling), signal);
  }

  again(sibling: string | null, signal: AbortSignal): void {
    this.#asked = "";
    this.follow(sibling, signal);
  }

  async #ask(acctId: number, url: string | null, signal: AbortSignal): Promise<void> {
    this.store.set({ tickets: { kind: "loading" } });
    if (url === null) {
      this.store.set({ tickets: { kind: "failed", why: "站点配置里的工单地址不属于 CRM" } });
      return;
    }
    const asked = [false, true].map((isCancel) => this.#page(url, acctId, isCancel, signal));
    const pages = (await Promise.allSettled(asked)).flatMap((page) => (page.status === "fulfilled" ? [page.value] : []));
    if (signal.aborted) return;
    if (pages.length === 0) this.store.set({ tickets: { kind: "failed", why: "CRM 没有给出工单列表" } });
    else {
      const value = { pages, partial: pages.length < asked.length };
      this.store.set({ tickets: { kind: "ready", value } });
    }
  }

  async #page(url: string, acctId: number, isCancel: boolean, signal: AbortSignal): Promise<Ticket[]> {
    const response = await this.fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8" },
      credentials: "same-origin",
      body: ticketQuery(acctId, isCancel, this.site.profile.tickets.pageSize),
      signal,
    });
    if (!response.ok) throw new Error(`status ${String(response.status)}`);
    return readTickets(await response.text(), this.site.profile);
  }
}

/** Beside the CRM's other requests, and never on another host: the agent's session goes with it. */
function ticketAddress(site: Site, sibling: string): string | null {
  const url = new URL(site.profile.tickets.endpoint, sibling);
  return url.origin === new URL(sibling).origin ? url.href : null;
}
