/** Everything the panel shows, in one value. */
import type { AccountView } from "./site/account";
import type { AccountFacts } from "./flows/lookup";
import type { Card } from "./server/cards";
import type { PanelConfig } from "./server/panel";
import type { Agent, Reminder } from "./server/wire";
import type { Ticket } from "./site/tickets";

export type Loadable<T> =
  | { kind: "idle"; }
  | { kind: "loading"; }
  | { kind: "failed"; why: string; }
  | { kind: "ready"; value: T; };

export interface Notice {
  text: string;
  tone: "info" | "bad";
  /** The agent may take the last tick back. */
  undo: boolean;
}

export interface Tickets {
  /** As the CRM sent them; which of them to show is decided when they are shown. */
  pages: readonly (readonly Ticket[])[];
  /** One of the two requests failed: the list is a part. */
  partial: boolean;
}

export interface State {
  /** An account was asked for and is not known yet. */
  opening: "no" | "asked" | "failed";
  late: boolean;
  view: AccountView | null;
  reminders: Loadable<readonly Reminder[]>;
  /** Reminder ids whose tick is on its way to the server. */
  pending: ReadonlySet<number>;
  tickets: Loadable<Tickets>;
  config: PanelConfig | null;
  cards: Loadable<readonly Card[]>;
  meanings: ReadonlyMap<string, string>;
  /** What the last look-up told our server. */
  sent: { facts: AccountFacts; at: Date; } | null;
  paired: boolean;
  pairing: { busy: boolean; error: string | null; };
  server: "up" | "down";
  agent: Agent | null;
  notice: Notice | null;
  tweaksOff: readonly string[];
}

export const NOTHING_YET: State = {
  opening: "no",
  late: false,
  view: null,
  reminders: { kind: "idle" },
  pending: new Set(),
  tickets: { kind: "idle" },
  config: null,
  cards: { kind: "idle" },
  meanings: new Map(),
  sent: null,
  paired: false,
  pairing: { busy: false, error: null },
  server: "up",
  agent: null,
  notice: null,
  tweaksOff: [],
};

/** Holds the state and tells once per turn that it changed. */
export class Store {
  #state: State;
  #told = true;

  constructor(
    initial: Partial<State>,
    private readonly onChange: (state: State) => void,
  ) {
    this.#state = { ...NOTHING_YET, ...initial };
  }

  get state(): State {
    return this.#state;
  }

  set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    if (!this.#told) return;
    this.#told = false;
    queueMicrotask(() => {
      this.#told = true;
      this.onChange(this.#state);
    });
  }
}
