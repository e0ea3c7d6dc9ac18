/** What an extension is granted, typed, and nothing more. */

type Listener<Args extends unknown[], Result = void> = {
  addListener: (call: (...args: Args) => Result) => void;
};

export interface Sender {
  id?: string;
  url?: string;
  frameId?: number;
  tab?: { id?: number; };
}

interface Area {
  get: (names: string | null) => Promise<Record<string, unknown>>;
  set: (values: Record<string, unknown>) => Promise<void>;
  remove: (name: string) => Promise<void>;
}

type Changed = Record<string, { newValue?: unknown; }>;

export interface Chrome {
  runtime: {
    id: string;
    getManifest: () => { version: string; content_scripts?: { matches?: string[]; }[]; };
    sendMessage: (message: unknown) => Promise<unknown>;
    onMessage: Listener<[message: unknown, sender: Sender, answer: (value: unknown) => void], boolean>;
  };
  storage: { local: Area; onChanged: Listener<[changes: Changed, area: string]>; };
  permissions: { request: (wanted: { origins: string[]; }) => Promise<boolean>; };
}

declare const chrome: Chrome;

/** The browser's own object; a page's script of the same name is another one. */
export const browser = (): Chrome => chrome;
