/** The whole script on a fake page, with the CRM's and our server's answers in the test's hands. */
import { Desk } from "../src/desk";
import { DEMO_PROFILE, PARTS, type Part } from "../src/site/profile";
import { fakePage, FakeServer, FakeStorage, LI, settled, trusted, type FakePage, type FakeXhr } from "./fakes";
import { tapPage } from "../src/tap/page";
import { ticketList, type Texts } from "./fixtures";

export class Stage {
  readonly server = new FakeServer();
  readonly ticketCalls: { url: string; body: string; signal: AbortSignal | null; }[] = [];
  readonly storage: FakeStorage;
  readonly page: FakePage;
  readonly desk: Desk;
  tickets: (body: string) => Promise<Response> = () => Promise.resolve(new Response(ticketList()));

  constructor(kept: Record<string, unknown> = { token: "t", agent: LI }) {
    this.storage = new FakeStorage(kept);
    const page = fakePage((input, init) => this.#answer(String(input), (init ?? {})));
    this.page = page;
    this.desk = new Desk({
      page,
      tap: (watch, signal) => { tapPage(page, watch, signal); },
      update: { text: "更新脚本", path: "/assist/deskside.user.js" },
      storage: this.storage,
      transport: this.server.transport,
      server: { url: "https://desk.test", version: "0.1.0" },
      profile: DEMO_PROFILE,
    });
    this.desk.start();
  }

  /** The page asks for `texts`; the returned function answers one of them. */
  ask(texts: Texts): (part: Part) => Promise<void> {
    const asked = new Map<Part, FakeXhr>();
    for (const part of PARTS.filter((name) => texts[name] !== undefined)) {
      const xhr = new this.page.XMLHttpRequest();
      xhr.open("GET", `/crm/service/${DEMO_PROFILE.endpoints[part]}?_=1`);
      xhr.send();
      asked.set(part, xhr);
    }
    return async (part) => {
      asked.get(part)?.answer(texts[part] ?? "");
      await settled();
    };
  }

  async open(texts: Texts): Promise<void> {
    const answer = this.ask(texts);
    for (const part of PARTS.filter((name) => texts[name] !== undefined)) await answer(part);
  }

  get root(): ShadowRoot {
    const root = document.querySelector("deskside-panel")?.shadowRoot;
    if (!root) throw new Error("no panel");
    return root;
  }

  find(testid: string): HTMLElement {
    const found = this.root.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
    if (found === null) throw new Error(`no ${testid}`);
    return found;
  }

  has(testid: string): boolean {
    return this.root.querySelector(`[data-testid="${testid}"]`) !== null;
  }

  text(testid: string): string {
    return this.find(testid).textContent;
  }

  async click(testid: string): Promise<void> {
    this.find(testid).dispatchEvent(trusted(new MouseEvent("click", { bubbles: true, composed: true })));
    await settled();
  }

  async key(key: string): Promise<void> {
    const target = this.root.activeElement ?? this.find("panel");
    target.dispatchEvent(trusted(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true })));
    await settled();
  }

  end(): void {
    this.desk.stop();
  }

  #answer(url: string, init: RequestInit): Promise<Response> {
    const body = typeof init.body === "string" ? init.body : "";
    this.ticketCalls.push({ url, body, signal: init.signal ?? null });
    return this.tickets(body);
  }
}

export const FIXED = { id: 1, kind: "fixed", content: "先核实身份", tag: null, recurrent_interval: 0, tick: null };

export function todo(id: number, tick: Record<string, unknown> | null = null, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { id, kind: "todo", content: `待办 ${String(id)}`, tag: null, recurrent_interval: 7, tick, ...more };
}

export function tick(done: boolean, version: number, by = "王强"): Record<string, unknown> {
  return { done, is_processed: done, last_processed_at: "2026-11-22T08:00:00+08:00", by, version };
}

export function found(acct: number, ...reminders: Record<string, unknown>[]): Record<string, unknown> {
  return { acct_id: acct, reminders, revision: "1" };
}
