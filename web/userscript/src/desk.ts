/** The whole script on one page: taps in, panel out. Returns what ends it. */
import type { Storage, Transport } from "./gm";
import { Feed } from "./feed";
import { Cards } from "./flows/cards";
import { Config } from "./flows/config";
import { Health } from "./flows/health";
import { Live } from "./flows/live";
import { Lookup } from "./flows/lookup";
import { Meanings } from "./flows/meanings";
import { Pairing } from "./flows/pairing";
import { PlanReader } from "./flows/plan";
import { TicketList } from "./flows/tickets";
import { Ticks } from "./flows/ticks";
import { Usage, type UsageKind } from "./flows/usage";
import { Panel, type About, type Actions } from "./panel/panel";
import { watchTyping, type Box } from "./panel/place";
import { PlanWindows } from "./panel/plans";
import { Api } from "./server/api";
import { accountView } from "./site/account";
import { Memory } from "./site/memory";
import { watchMoves } from "./site/pages";
import type { Site, SiteProfile } from "./site/profile";
import { Visits, type Visit } from "./site/visits";
import { Store, type State } from "./state";
import { after, every } from "./timing";
import { noticeLate } from "./tap/late";
import { harmless, type Watch } from "./tap/watch";
import { Tweaks } from "./tweaks/tweaks";

export interface Surroundings {
  page: Pick<Window, "addEventListener" | "fetch">;
  /** Has `watch` asked for every request of the page, until `signal`. */
  tap: (watch: Watch, signal: AbortSignal, site: Site) => void;
  storage: Storage;
  transport: Transport;
  server: { url: string; version: string; };
  update: About["update"];
  profile: SiteProfile;
}

/** A list the page never asks for is waited for so long, then the product is taken as it is. */
const LIST_GRACE_MS = 3000;
/** "刚刚" grows old. */
const REDRAW_MS = 30_000;
/** A panel that is switched off asks so often whether it is on again. */
const OFF_CHECK_MS = 120_000;

export class Desk {
  readonly #end = new AbortController();
  readonly #memory = new Memory();
  readonly #store: Store;
  readonly #api: Api;
  readonly #config: Config;
  readonly #health: Health;
  readonly #visits: Visits;
  readonly #feed: Feed;
  readonly #lookup: Lookup;
  readonly #live: Live;
  readonly #meanings: Meanings;
  readonly #cards: Cards;
  readonly #tickets: TicketList;
  readonly #windows: PlanWindows;
  readonly #plans: PlanReader;
  readonly #pairing: Pairing;
  readonly #usage: Usage;
  readonly #panel: Panel;
  /** While the page is read: ends when a server switches the panel off. */
  #listening: AbortController | null = null;
  #endpoints = "";
  readonly #tweaks: Tweaks;

  constructor(private readonly around: Surroundings) {
    const { page, storage, transport, server, profile } = around;
    this.#store = new Store({}, (state) => { this.#drawn(state); });
    this.#api = new Api(server.url, transport, storage, {
      onUp: () => { if (this.#store.state.server === "down") this.#store.set({ server: "up" }); },
      onDown: () => {
        this.#store.set({ server: "down" });
        this.#health.down();
      },
      onUnpaired: () => { this.#store.set({ paired: false, agent: null, reminders: { kind: "idle" } }); },
    });
    this.#config = new Config(this.#api, storage, profile, server.version, () => { this.#configured(); });
    this.#health = new Health(this.#api, (answer) => { this.#back(answer); }, this.#end.signal);
    this.#visits = new Visits((visit, opened) => { this.#follow(visit, opened); });
    this.#feed = new Feed(this.#visits, this.#config, () => performance.now());
    this.#lookup = new Lookup(this.#api, this.#store, this.#config);
    this.#live = new Live(this.#api, this.#store, document, {
      account: () => { this.#lookAgain(); },
      panel: () => { this.#panelChanged(); },
      trouble: () => { void this.#config.refresh(this.#end.signal); },
    });
    this.#meanings = new Meanings(this.#api, this.#store);
    this.#cards = new Cards(this.#api, this.#store);
    this.#tickets = new TicketList(this.#store, this.#config, page.fetch.bind(page));
    this.#usage = new Usage(this.#api);
    this.#plans = new PlanReader(this.#api);
    this.#windows = new PlanWindows(storage, (plan, show, signal) => {
      void this.#plans.read(plan, show, AbortSignal.any([signal, this.#visits.current.signal]));
    });
    this.#pairing = new Pairing(this.#api, this.#store, storage, server.version, () => { this.#readPairing(); });
    this.#panel = this.#makePanel();
    this.#tweaks = new Tweaks(document, this.#config, (title) => { this.#tweakOff(title); });
  }

  start(): void {
    const { page, storage } = this.around;
    const { signal } = this.#end;
    storage.onRemoteChange("token", () => { this.#readPairing(); });
    this.#configured();
    this.#readPairing();
    this.#mount();
    noticeLate(this.#config, () => this.#visits.current.epoch === 0, (late) => { this.#tellLate(late); }, signal);
    page.addEventListener("pagehide", (event) => {
      void this.#usage.flush();
      if (!event.persisted) this.stop();
    }, { signal });
    watchMoves(() => { this.#configured(); }, signal);
    every(REDRAW_MS, () => { this.#redraw(); }, signal);
    every(OFF_CHECK_MS, () => { if (!this.#config.current.enabled) void this.#config.refresh(signal); }, signal);
  }

  stop(): void {
    this.#visits.close();
    this.#listening?.abort();
    this.#tweaks.stop();
    this.#end.abort();
    this.#panel.shell.host.remove();
  }

  /** Does what the newest configuration says. */
  #configured(): void {
    const config = this.#config.current;
    this.#store.set({ config });
    this.#panel.sections.arrange(config.sections);
    this.#panel.shell.frame.hidden = !this.#config.wanted;
    if (config.enabled) this.#listen();
    else this.#switchOff();
    if (this.#tweaks.follow()) this.#store.set({ tweaksOff: [] });
    this.#redraw();
  }

  #listen(): void {
    const endpoints = JSON.stringify(this.#config.profile.endpoints);
    if (this.#listening !== null && endpoints === this.#endpoints) return;
    this.#listening?.abort();
    this.#endpoints = endpoints;
    this.#listening = new AbortController();
    const watch = harmless(this.#feed.watch, (error) => { console.debug("Deskside:", error); });
    this.around.tap(watch, this.#listening.signal, this.#config);
  }

  /** Nothing of the page is read any more, and nothing of the account stays. */
  #switchOff(): void {
    this.#listening?.abort();
    this.#listening = null;
    this.#visits.leave();
    this.#clear();
    this.#live.follow(null, this.#end.signal);
  }

  #makePanel(): Panel {
    const { storage, server, update } = this.around;
    const panel = new Panel(storage, this.#config, this.#actions(), { version: server.version, server: server.url, update });
    panel.shell.frame.append(this.#windows.root);
    return panel;
  }

  #actions(): Actions {
    const ticks = new Ticks(this.#api, this.#store, this.#config, () => { this.#lookAgain(); });
    const askTickets = (): void => { this.#tickets.again(this.#feed.sibling, this.#visits.current.signal); };
    return {
      toggle: (id) => { ticks.toggle(id); },
      undo: () => { ticks.undo(); },
      refresh: () => {
        this.#again();
        askTickets();
      },
      retryTickets: askTickets,
      redraw: () => { this.#redraw(); },
      retryServer: () => { void this.#health.probe(); },
      plans: {
        open: (plan) => {
          this.#windows.open(plan);
          this.#note("plan", plan.id);
        },
        preview: (plan, at) => { this.#windows.preview(plan, at); },
        endPreview: () => { this.#windows.endPreview(); },
      },
      usedLink: (key) => { this.#note("link", key); },
      pair: (code) => this.#pairing.pair(code),
      reloadPage: () => { window.location.reload(); },
    };
  }

  #mount(): void {
    const { shell } = this.#panel;
    const { signal } = this.#end;
    shell.mount();
    this.#panel.show(this.#store.state, new Date());
    // a page that writes itself anew while loading takes the panel with it
    document.addEventListener("DOMContentLoaded", () => { if (!shell.host.isConnected) shell.mount(); }, { signal });
    const avoid = (box: Box | null): void => {
      shell.avoid(box);
      if (box !== null) this.#windows.avoid(box);
    };
    watchTyping(document, avoid, signal);
  }

  #follow(visit: Visit, opened: boolean): void {
    if (visit !== this.#visits.current) return;
    if (opened) this.#clear();
    this.#memory.learn(visit);
    const view = accountView(visit, this.#memory, this.#config.profile);
    this.#store.set({ view, opening: visit.opening, ...(opened ? { late: false } : {}) });
    this.#lookup.follow(visit.signal);
    this.#meanings.follow(visit.signal);
    this.#cards.follow(visit.signal);
    this.#tickets.follow(this.#feed.sibling, visit.signal);
    if (view?.business === null && visit.states.accounts === "idle") this.#waitForList(visit);
  }

  #clear(): void {
    this.#windows.close();
    this.#plans.forget();
    this.#lookup.revision = null;
    const idle = { kind: "idle" } as const;
    const nothing = { reminders: idle, tickets: idle, cards: idle, pending: new Set<number>(), meanings: new Map<string, string>() };
    this.#store.set({ ...nothing, view: null, sent: null, notice: null, opening: "no" });
  }

  #waitForList(visit: Visit): void {
    after(LIST_GRACE_MS, () => {
      if (visit.states.accounts !== "idle") return;
      visit.keep("accounts", -1, null);
      this.#follow(visit, false);
    }, visit.signal);
  }

  /** Everything that our server says of the account, anew. */
  #again(): void {
    const { signal } = this.#visits.current;
    this.#lookAgain();
    this.#meanings.again(signal);
    this.#cards.again(signal);
  }

  #lookAgain(): void {
    this.#lookup.again(this.#visits.current.signal);
  }

  #panelChanged(): void {
    this.#plans.forget();
    this.#meanings.again(this.#visits.current.signal);
    void this.#config.refresh(this.#end.signal);
  }

  /** Our server was away and answers again. */
  #back(answer: unknown): void {
    this.#config.accept(answer);
    this.#again();
  }

  #readPairing(): void {
    const { signal } = this.#visits.current;
    this.#store.set({ paired: this.#api.token !== null, agent: this.#pairing.remembered() });
    this.#lookup.follow(signal);
    this.#meanings.follow(signal);
    this.#cards.follow(signal);
    void this.#config.refresh(this.#end.signal);
  }

  #tellLate(late: boolean): void {
    if (late !== this.#store.state.late) this.#store.set({ late });
  }

  #tweakOff(title: string): void {
    this.#store.set({ tweaksOff: [...this.#store.state.tweaksOff, title] });
    this.#note("tweak_off", title);
  }

  #note(kind: UsageKind, key: string): void {
    this.#usage.note(kind, key, this.#store.state.view?.acctId ?? null);
  }

  /** The state has changed: what hangs on it follows, and it is shown. */
  #drawn(state: State): void {
    if (this.#end.signal.aborted) return;
    this.#live.follow(state.reminders.kind === "ready" ? this.#lookup.revision : null, this.#visits.current.signal);
    this.#panel.show(state, new Date());
  }

  #redraw(): void {
    this.#panel.show(this.#store.state, new Date());
  }
}
