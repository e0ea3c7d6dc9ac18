import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readAddress } from "../src/extension/address";
import type { Chrome } from "../src/extension/chrome";
import { hearTaps, readTapped } from "../src/extension/hear";
import { TAPPED, WANTED } from "../src/extension/names";
import { openStorage } from "../src/extension/storage";
import { workerTransport } from "../src/extension/transport";
import { Unreachable } from "../src/gm";
import { DEMO_PROFILE as profile } from "../src/site/profile";
import { settled } from "./fakes";

describe("what comes from the page's world", () => {
  let end: AbortController;
  const wanted: string[] = [];
  const hear = (event: Event): void => { wanted.push(String((event as CustomEvent).detail)); };

  beforeEach(() => {
    end = new AbortController();
    wanted.length = 0;
    document.addEventListener(WANTED, hear);
  });
  afterEach(() => {
    end.abort();
    document.removeEventListener(WANTED, hear);
  });

  function tell(detail: unknown): void {
    document.dispatchEvent(new CustomEvent(TAPPED, { detail: typeof detail === "string" ? detail : JSON.stringify(detail) }));
  }

  it("is believed in form only, once for each request, and no longer than the panel listens", () => {
    const heard: (string | null)[] = [];
    hearTaps(document, { profile }, (url) => (text) => { heard.push(`${url} ${String(text)}`); }, end.signal);
    expect(JSON.parse(wanted[0] ?? "")).toEqual(Object.values(profile.endpoints));
    tell({ kind: "asked", order: 1, url: "https://crm.test/GetX", at: 0 });
    tell({ kind: "answered", order: 1, text: "{}" });
    tell({ kind: "answered", order: 1, text: "again" });
    tell({ kind: "answered", order: 9, text: "never asked" });
    expect(heard).toEqual(["https://crm.test/GetX {}"]);
    end.abort();
    expect(wanted[1]).toBe("[]");
    tell({ kind: "asked", order: 2, url: "https://crm.test/GetX", at: 0 });
    tell({ kind: "answered", order: 2, text: "{}" });
    expect(heard).toHaveLength(1);
  });

  it.each([
    "", "{", "[]", "null", '{"kind":"call","order":1}', '{"kind":"asked","order":"1","url":"x","at":1}',
    '{"kind":"asked","order":1,"url":5,"at":1}', '{"kind":"asked","order":1,"url":"x"}',
    '{"kind":"asked","order":1,"url":"x","at":1e99}', '{"kind":"answered","order":1,"text":{}}',
    `{"kind":"asked","order":1,"url":"${"x".repeat(9000)}","at":1}`, { kind: "asked" }, null, 5,
  ])("is dropped otherwise: %#", (detail) => {
    expect(readTapped(detail)).toBeNull();
  });
});

type Storing = Pick<Chrome, "storage">;

function fakeChrome(kept: Record<string, unknown>): Storing & { change: (name: string, newValue?: unknown) => void; } {
  let call: ((changes: Record<string, { newValue?: unknown; }>, area: string) => void) | undefined;
  const local = { get: () => Promise.resolve(kept), set: () => Promise.resolve(), remove: () => Promise.resolve() };
  return {
    storage: { local, onChanged: { addListener: (given) => { call = given; } } },
    change: (name, newValue) => { call?.({ [name]: newValue === undefined ? {} : { newValue } }, "local"); },
  };
}

describe("the extension's storage", () => {
  it("is in step with other tabs, and does not hear its own changes", async () => {
    const chrome = fakeChrome({ token: "old" });
    const storage = await openStorage(chrome);
    const changed = vi.fn();
    storage.onRemoteChange("token", changed);
    expect(storage.read("token")).toBe("old");
    storage.write("token", "mine");
    chrome.change("token", "mine");
    expect(changed).not.toHaveBeenCalled();
    chrome.change("token", "theirs");
    expect([storage.read("token"), changed.mock.calls.length]).toEqual(["theirs", 1]);
    chrome.change("token");
    expect([storage.read("token"), changed.mock.calls.length]).toEqual([undefined, 2]);
  });
});

describe("a call by way of the worker", () => {
  const message = { method: "GET", url: "https://desk.test/api/assist/panel", headers: {} } as const;

  function transport(answer: () => Promise<unknown>): { sent: unknown[]; send: ReturnType<typeof workerTransport>; } {
    const sent: unknown[] = [];
    const runtime = { sendMessage: (one: unknown) => { sent.push(one); return answer(); } } as unknown as Chrome["runtime"];
    return { sent, send: workerTransport({ runtime }, "https://desk.test") };
  }

  it("names a path of our server, and brings its answer", async () => {
    const { sent, send } = transport(() => Promise.resolve({ ok: true, status: 200, text: "{}" }));
    expect(await send(message)).toEqual({ status: 200, text: "{}" });
    expect(sent).toMatchObject([{ kind: "call", method: "GET", path: "/api/assist/panel", body: null }]);
  });

  it.each([
    () => Promise.reject(new Error("Extension context invalidated.")),
    () => Promise.resolve({ ok: false, why: "TimeoutError" }),
    () => Promise.resolve(undefined),
  ])("that nobody answers is one to a server that is away: %#", async (answer) => {
    await expect(transport(answer).send(message)).rejects.toBeInstanceOf(Unreachable);
  });

  it("is called off with its visit", async () => {
    const { sent, send } = transport(() => new Promise(() => undefined));
    const end = new AbortController();
    const left = send({ ...message, signal: end.signal });
    end.abort(new Error("left"));
    await expect(left).rejects.toThrow("left");
    await settled();
    expect(sent[1]).toEqual({ kind: "abort", id: 1 });
    await expect(send({ ...message, signal: end.signal })).rejects.toThrow("left");
  });
});

describe("a server's address", () => {
  it.each([
    [" https://desk.example/ ", "https://desk.example"],
    ["http://127.0.0.1:8000", "http://127.0.0.1:8000"],
    ["http://desk.example", null],
    ["https://user:word@desk.example", null],
    ["javascript:alert(1)", null],
    ["desk.example", null],
    ["", null],
  ])("%s", (text, address) => {
    expect(readAddress(text)).toBe(address);
  });
});
