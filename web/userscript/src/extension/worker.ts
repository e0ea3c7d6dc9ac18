/** The worker: the only part that talks to our server, for the panel in the CRM's page and for nobody else. */
import { isRecord } from "../site/json";
import { SERVER } from "../server/address";
import { browser, type Sender } from "./chrome";
import type { ServerCall, ServerReply } from "./names";

const PATHS = /^\/api\/assist\/[\w\-./%?=&,:+~]*$/;
const METHODS = new Set(["GET", "POST", "PUT"]);
const HEADERS = new Set(["accept", "authorization", "content-type"]);
const LONGEST_WAIT_MS = 60_000;

const { runtime, storage } = browser();
const running = new Map<string, AbortController>();

runtime.onMessage.addListener((message, sender, answer) => {
  if (!isOurs(sender) || !isRecord(message)) return false;
  const key = `${String(sender.tab?.id)} ${String(message.id)}`;
  if (message.kind === "abort") {
    running.get(key)?.abort();
    return false;
  }
  const call = readCall(message);
  if (call === null) return false;
  void send(call, key).then(answer);
  return true;
});

/** Our own half in the top frame of a tab; pages cannot send here, and other extensions are not listened to. */
function isOurs(sender: Sender): boolean {
  return sender.id === runtime.id && sender.tab !== undefined && sender.frameId === 0;
}

function readCall(message: Record<string, unknown>): ServerCall | null {
  const { kind, id, method, path, headers, body, timeoutMs } = message;
  if (kind !== "call" || typeof id !== "number" || !isMethod(method) || !isPath(path)) return null;
  if (!isRecord(headers) || (typeof body !== "string" && body !== null)) return null;
  const wait = typeof timeoutMs === "number" ? Math.min(timeoutMs, LONGEST_WAIT_MS) : LONGEST_WAIT_MS;
  return { kind, id, method, path, headers: readHeaders(headers), body, timeoutMs: wait };
}

function isMethod(method: unknown): method is ServerCall["method"] {
  return typeof method === "string" && METHODS.has(method);
}

function isPath(path: unknown): path is string {
  return typeof path === "string" && PATHS.test(path) && !path.includes("..");
}

function readHeaders(headers: Record<string, unknown>): Record<string, string> {
  const pairs = Object.entries(headers).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return Object.fromEntries(pairs.filter(([name]) => HEADERS.has(name.toLowerCase())));
}

async function send(call: ServerCall, key: string): Promise<ServerReply> {
  const stop = new AbortController();
  running.set(key, stop);
  try {
    const response = await fetch((await serverAddress()) + call.path, {
      method: call.method,
      headers: call.headers,
      ...(call.body === null ? {} : { body: call.body }),
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(call.timeoutMs)]),
    });
    return { ok: true, status: response.status, text: await response.text() };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.name : "failed" };
  } finally {
    running.delete(key);
  }
}

async function serverAddress(): Promise<string> {
  const { server } = await storage.local.get("server");
  return typeof server === "string" && server !== "" ? server : SERVER.url;
}
