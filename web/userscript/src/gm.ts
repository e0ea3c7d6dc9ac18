/** What a userscript manager grants, typed, and nothing more. */

interface GmResponse {
  readonly status: number;
  readonly responseText: string;
}

interface GmRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  data?: string;
  timeout: number;
  anonymous: boolean;
  onload: (response: GmResponse) => void;
  onerror: () => void;
  ontimeout: () => void;
  onabort: () => void;
}

declare function GM_xmlhttpRequest(request: GmRequest): { abort?: () => void; } | undefined;
declare function GM_getValue(name: string): unknown;
declare function GM_setValue(name: string, value: unknown): void;
declare function GM_deleteValue(name: string): void;
declare const GM_addValueChangeListener:
  | ((name: string, call: (name: string, before: unknown, after: unknown, remote: boolean) => void) => unknown)
  | undefined;
declare const unsafeWindow: (Window & typeof globalThis) | undefined;

export interface Storage {
  read: (name: string) => unknown;
  write: (name: string, value: unknown) => void;
  remove: (name: string) => void;
  /** Calls when another tab changed the value. */
  onRemoteChange: (name: string, call: () => void) => void;
}

export interface Reply {
  status: number;
  text: string;
}

export interface Message {
  method: "GET" | "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  /** How long to wait for the answer; TIMEOUT_MS unless told. */
  timeoutMs?: number;
}

/** Resolves with any HTTP answer; rejects with Unreachable, or with the signal's reason. */
export type Transport = (message: Message) => Promise<Reply>;

export class Unreachable extends Error {}

export const TIMEOUT_MS = 8000;

export const gmStorage: Storage = {
  read: (name) => GM_getValue(name),
  write: (name, value) => {
    GM_setValue(name, value);
  },
  remove: (name) => {
    GM_deleteValue(name);
  },
  onRemoteChange: (name, call) => {
    if (typeof GM_addValueChangeListener !== "function") return;
    GM_addValueChangeListener(name, (_name, _before, _after, remote) => {
      if (remote) call();
    });
  },
};

export const gmTransport: Transport = (message) =>
  new Promise((resolve, reject) => {
    const { signal } = message;
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const handle = GM_xmlhttpRequest({
      method: message.method,
      url: message.url,
      headers: message.headers,
      ...(message.body === undefined ? {} : { data: message.body }),
      timeout: message.timeoutMs ?? TIMEOUT_MS,
      anonymous: true,
      onload: (response) => { resolve({ status: response.status, text: response.responseText }); },
      onerror: () => { reject(new Unreachable("no connection")); },
      ontimeout: () => { reject(new Unreachable("no answer in time")); },
      onabort: () => { reject(new Unreachable("aborted")); },
    });
    signal?.addEventListener("abort", () => {
      reject(signal.reason as Error);
      handle?.abort?.();
    });
  });

/** The page's own window, not the sandbox's. */
export function pageWindow(): Window & typeof globalThis {
  return typeof unsafeWindow === "undefined" ? window : unsafeWindow;
}
