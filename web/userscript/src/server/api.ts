/** One way to our server: bearer token, JSON, and failures that say what they are. */
import { Unreachable, type Message, type Storage, type Transport } from "../gm";
import { isRecord } from "../site/json";

/** The server answered with an error. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly body: unknown,
  ) {
    super(detail);
  }
}

export interface ApiEvents {
  onUp: () => void;
  onDown: () => void;
  /** The token is no longer accepted, or there is none. */
  onUnpaired: () => void;
}

interface Call {
  method: Message["method"];
  path: string;
  body?: unknown;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Nobody waits for it: that it was not answered does not mean that the server is away. */
  quiet?: boolean;
}

/** A proxy says 502 and 504 of a server that is away; some managers say 0. */
const AWAY = new Set([0, 502, 504]);

export class Api {
  constructor(
    private readonly base: string,
    private readonly transport: Transport,
    private readonly storage: Storage,
    private readonly events: ApiEvents,
  ) {}

  get token(): string | null {
    const token = this.storage.read("token");
    return typeof token === "string" && token !== "" ? token : null;
  }

  /** The answer's JSON. Throws Refused, Unreachable, or the signal's reason. */
  async call({ method, path, body, signal, timeoutMs, quiet = false }: Call): Promise<unknown> {
    const { token } = this;
    const reply = await this.#send({
      method,
      url: this.base + path,
      headers: headersOf(token, body !== undefined),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    }, quiet);
    const answer = jsonOrNull(reply.text);
    if (reply.status >= 200 && reply.status < 300) return answer;
    if (reply.status === 401) this.#unpair(token);
    throw new Refused(reply.status, detailOf(answer, reply.status), answer);
  }

  async #send(message: Message, quiet: boolean): Promise<{ status: number; text: string; }> {
    try {
      const reply = await this.transport(message);
      message.signal?.throwIfAborted();
      if (AWAY.has(reply.status)) throw new Unreachable(`status ${String(reply.status)}`);
      this.events.onUp();
      return reply;
    } catch (error) {
      if (!quiet && error instanceof Unreachable && message.signal?.aborted !== true) this.events.onDown();
      throw error;
    }
  }

  /** Unless another tab has paired anew since. */
  #unpair(refused: string | null): void {
    if (refused === null || refused !== this.token) return;
    this.storage.remove("token");
    this.storage.remove("agent");
    this.events.onUnpaired();
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function detailOf(answer: unknown, status: number): string {
  return isRecord(answer) && typeof answer.detail === "string" ? answer.detail : `HTTP ${String(status)}`;
}

function headersOf(token: string | null, withBody: boolean): Record<string, string> {
  return {
    Accept: "application/json",
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(withBody ? { "Content-Type": "application/json" } : {}),
  };
}
