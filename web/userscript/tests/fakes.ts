/** A page, a server and a userscript manager, all of them ours. */
/* eslint-disable @typescript-eslint/unbound-method -- a window's methods are copied as they are */
import { Unreachable, type Message, type Reply, type Storage } from "../src/gm";
import type { Agent } from "../src/server/wire";

export class FakeXhr extends EventTarget {
  status = 200;
  responseType: XMLHttpRequestResponseType = "";
  response: unknown = "";
  method = "";
  url: unknown = "";

  get responseText(): string {
    if (this.responseType !== "" && this.responseType !== "text") throw new Error("InvalidStateError");
    return String(this.response);
  }

  open(method: string, url: string | URL): void {
    this.method = method;
    this.url = url;
  }

  send(): void {
    // answered by the test
  }

  answer(response: unknown, status = 200): void {
    this.status = status;
    this.response = response;
    this.dispatchEvent(new Event("load"));
  }
}

export interface FakePage {
  XMLHttpRequest: typeof FakeXhr;
  EventTarget: typeof EventTarget;
  fetch: (input: unknown, init?: unknown) => Promise<Response>;
  addEventListener: () => void;
}

/** A window of the page's own; `fetch` answers by address. */
export function fakePage(fetch: FakePage["fetch"] = () => Promise.reject(new TypeError("Failed to fetch"))): FakePage & Window & typeof globalThis {
  class Xhr extends FakeXhr {}
  // the methods are the page's own, as every window has its own
  Object.defineProperties(Xhr.prototype, {
    open: { value: FakeXhr.prototype.open, writable: true, configurable: true },
    send: { value: FakeXhr.prototype.send, writable: true, configurable: true },
  });
  const page: FakePage = { XMLHttpRequest: Xhr, EventTarget, fetch, addEventListener: () => undefined };
  return page as FakePage & Window & typeof globalThis;
}

export class FakeStorage implements Storage {
  readonly values = new Map<string, unknown>();
  remote: (() => void) | null = null;

  constructor(values: Record<string, unknown> = {}) {
    for (const [name, value] of Object.entries(values)) this.values.set(name, value);
  }

  read(name: string): unknown {
    return this.values.get(name);
  }

  write(name: string, value: unknown): void {
    this.values.set(name, value);
  }

  remove(name: string): void {
    this.values.delete(name);
  }

  onRemoteChange(_name: string, call: () => void): void {
    this.remote = call;
  }
}

export interface Sent {
  message: Message;
  path: string;
  body: Record<string, unknown>;
  answer: (status: number, body: unknown) => void;
  lose: () => void;
}

/** Our server, answering when the test says so. */
export class FakeServer {
  readonly sent: Sent[] = [];

  readonly transport = (message: Message): Promise<Reply> =>
    new Promise((resolve, reject) => {
      message.signal?.addEventListener("abort", () => { reject(message.signal?.reason as Error); });
      this.sent.push({
        message,
        path: message.url.replace("https://desk.test", ""),
        body: JSON.parse(message.body ?? "{}") as Record<string, unknown>,
        answer: (status, body) => { resolve({ status, text: JSON.stringify(body) }); },
        lose: () => { reject(new Unreachable("gone")); },
      });
    });

  /** The `nth` newest call to a path that starts with `path`. */
  last(path: string): Sent {
    const found = this.sent.findLast((sent) => sent.path.startsWith(path));
    if (found === undefined) throw new Error(`nothing was sent to ${path}: ${this.sent.map((sent) => sent.path).join(" ")}`);
    return found;
  }

  count(path: string): number {
    return this.sent.filter((sent) => sent.path.startsWith(path)).length;
  }
}

export const LI: Agent = { name: "李娜", login: "agent-li" };

/** Lets promises and the panel's drawing run. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
  await new Promise((resolve) => { setTimeout(resolve, 0); });
}

/** What only a person's hand can send. */
export function trusted<E extends Event>(event: E): E {
  Object.defineProperty(event, "isTrusted", { value: true });
  return event;
}
