/** The typed client of Deskside's own HTTP API: same origin, cookie session, one error class. */

import createClient, { type Client, type Middleware } from "openapi-fetch";

import { toApiError, unreachable } from "./errors";
import type { paths } from "./schema";

export * from "./errors";
export type * from "./types";

export type Api = Client<paths>;

export interface ApiOptions {
  /** Where the server is; empty = this page's origin. */
  readonly baseUrl?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
  /** The language that the server's own words should come in. */
  readonly language?: () => string;
  /** Asked when a session ended in the middle of work. True = signed in again: the call is sent once more. */
  readonly signInAgain?: () => Promise<boolean>;
}

const OPEN_PATHS = ["/api/session", "/api/about", "/api/setup"];

export function createApi(options: ApiOptions = {}): Api {
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const client = createClient<paths>({
    baseUrl: options.baseUrl ?? globalThis.location.origin,
    credentials: "same-origin",
    fetch: (request) => sendWithSession(request, send, options.signInAgain),
  });
  client.use(idempotency);
  const { language } = options;
  if (language) client.use({ onRequest: ({ request }) => speak(request, language()) });
  return client;
}

/** The body of a good answer; throws ApiError for any other. */
export async function take<T extends { data?: unknown; error?: unknown; response: Response }>(
  call: Promise<T>,
): Promise<Exclude<T["data"], undefined>> {
  const answer = await call;
  if (!answer.response.ok) throw toApiError(answer.response, answer.error);
  return answer.data as Exclude<T["data"], undefined>;
}

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const idempotency: Middleware = {
  onRequest({ request }) {
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", newKey());
    }
    return request;
  },
};

function speak(request: Request, language: string): Request {
  request.headers.set("Accept-Language", language);
  return request;
}

async function sendWithSession(
  request: Request,
  send: (request: Request) => Promise<Response>,
  signInAgain: ApiOptions["signInAgain"],
): Promise<Response> {
  const again = request.clone();
  const answer = await reach(send, request);
  const { pathname } = new URL(request.url);
  if (answer.status !== 401 || signInAgain === undefined || OPEN_PATHS.includes(pathname)) return answer;
  return (await signInAgain()) ? reach(send, again) : answer;
}

async function reach(send: (request: Request) => Promise<Response>, request: Request): Promise<Response> {
  try {
    return await send(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw unreachable(cause);
  }
}
