/** What the two halves in a page, and the worker behind them, call their messages. */

/** Dispatched on the document, which the page can do too: both halves check what they hear. */
export const TAPPED = "deskside-tapped";
export const WANTED = "deskside-wanted";

/** From the half in the page's own world: a request was sent, or answered (null: it failed). */
export type Tapped =
  | { kind: "asked"; order: number; url: string; at: number; }
  | { kind: "answered"; order: number; text: string | null; };

/** To the worker, which alone talks to our server. */
export interface ServerCall {
  kind: "call";
  id: number;
  method: "GET" | "POST" | "PUT";
  path: string;
  headers: Record<string, string>;
  body: string | null;
  timeoutMs: number;
}

export type ServerReply = { ok: true; status: number; text: string; } | { ok: false; why: string; };
