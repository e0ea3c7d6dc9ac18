/* eslint-disable @typescript-eslint/unbound-method -- what a page's methods are is what is tested */
import { describe, expect, it } from "vitest";
import { tapFetch } from "../src/tap/fetch";
import { startedLate } from "../src/tap/late";
import { harmless, lastSegment, type Watch } from "../src/tap/watch";
import { tapXhr } from "../src/tap/xhr";
import { DEMO_PROFILE } from "../src/site/profile";
import { fakePage, FakeXhr, settled, type FakePage } from "./fakes";

const BASE = "https://crm.test/app/";

function listening(): { watch: Watch; seen: (string | null)[]; urls: string[]; errors: unknown[]; } {
  const seen: (string | null)[] = [];
  const urls: string[] = [];
  const errors: unknown[] = [];
  const watch = harmless(
    (url) => {
      urls.push(url);
      if (lastSegment(url, BASE) === "Throw") throw new Error("our mistake");
      if (lastSegment(url, BASE) !== "GetAccountTag") return null;
      return (text) => {
        seen.push(text);
        if (text === "broken") throw new Error("our mistake");
      };
    },
    (error) => errors.push(error),
  );
  return { watch, seen, urls, errors };
}

describe("the name of a request", () => {
  it.each([
    ["/crm/service/GetAccountTag?bid=1&x=/GetOther", "GetAccountTag"],
    ["service/GetAccountTag/", "GetAccountTag"],
    ["https://other.test/a/b/GetAccountTag#top", "GetAccountTag"],
    ["Get%41ccountTag", "GetAccountTag"],
    ["/", null],
    ["http://[", null],
    ["%E0%A4%A", null],
  ])("in %s is %s", (url, expected) => { expect(lastSegment(url, BASE)).toBe(expected); });
});

describe("the XMLHttpRequest tap", () => {
  function tapped(): ReturnType<typeof listening> & { page: FakePage; end: AbortController; } {
    const heard = listening();
    const page = fakePage();
    const end = new AbortController();
    tapXhr(page, heard.watch, end.signal);
    return { ...heard, page, end };
  }

  function sent(page: FakePage, url: string | URL, type: XMLHttpRequestResponseType = ""): FakeXhr {
    const xhr = new page.XMLHttpRequest();
    xhr.open("GET", url);
    xhr.responseType = type;
    xhr.send();
    return xhr;
  }

  it.each([
    ["", '{"a":1}'],
    ["text", '{"a":1}'],
    ["json", { a: 1 }],
    ["blob", new Blob(['{"a":1}'])],
    ["arraybuffer", new TextEncoder().encode('{"a":1}').buffer],
  ] as const)("reads an answer of type %j and leaves it as it is", async (type, response) => {
    const { page, seen } = tapped();
    const xhr = sent(page, "GetAccountTag?x=1", type);
    xhr.answer(response);
    await settled();
    expect(seen).toEqual(['{"a":1}']);
    expect(xhr.response).toBe(response);
  });

  it("says null for failures, once", () => {
    for (const type of ["error", "abort", "timeout"]) {
      const { page, seen } = tapped();
      const xhr = sent(page, "GetAccountTag");
      xhr.dispatchEvent(new Event(type));
      xhr.answer("late");
      expect(seen).toEqual([null]);
    }
    const { page, seen } = tapped();
    sent(page, "GetAccountTag").answer("no", 500);
    sent(page, "GetAccountTag", "document").answer({});
    expect(seen).toEqual([null, null]);
  });

  it("follows a request object that is used again", () => {
    const { page, seen } = tapped();
    const xhr = sent(page, "GetAccountTag");
    xhr.answer("one");
    xhr.open("GET", "Other");
    xhr.send();
    xhr.answer("not ours");
    xhr.open("GET", new URL("https://crm.test/GetAccountTag"));
    xhr.send();
    xhr.answer("two");
    expect(seen).toEqual(["one", "two"]);
  });

  it("keeps its mistakes from the page", () => {
    const { page, errors } = tapped();
    expect(() => sent(page, "Throw")).not.toThrow();
    const xhr = sent(page, "GetAccountTag");
    expect(() => { xhr.answer("broken"); }).not.toThrow();
    expect(errors).toHaveLength(2);
  });

  it("hands on arguments, results and errors untouched", () => {
    const { page, seen } = tapped();
    const { prototype } = page.XMLHttpRequest;
    expect(prototype.open.name).toBe("open");
    expect(prototype.open.length).toBe(2);
    expect(Function.prototype.toString.call(prototype.send)).toMatch(/native code|send/);
    const failing = new page.XMLHttpRequest();
    const boom = new Error("InvalidStateError");
    const original = FakeXhr.prototype.send;
    FakeXhr.prototype.send = () => { throw boom; };
    const other = fakePage();
    FakeXhr.prototype.send = original;
    tapXhr(other, listening().watch, new AbortController().signal);
    const bad = new other.XMLHttpRequest();
    bad.open("GET", "GetAccountTag");
    expect(() => { bad.send(); }).toThrow(boom);
    failing.open("GET", "x");
    expect(failing.url).toBe("x");
    expect(seen).toEqual([]);
  });

  it("ends with its page", () => {
    const { page, seen, end } = tapped();
    const waiting = sent(page, "GetAccountTag");
    end.abort();
    expect(page.XMLHttpRequest.prototype.open).toBe(FakeXhr.prototype.open);
    expect(page.XMLHttpRequest.prototype.send).toBe(FakeXhr.prototype.send);
    sent(page, "GetAccountTag").answer("after");
    waiting.answer("before");
    expect(seen).toEqual(["before"]);
  });
});

describe("the fetch tap", () => {
  function tapped(answer: FakePage["fetch"]): ReturnType<typeof listening> & { page: FakePage; end: AbortController; } {
    const heard = listening();
    const page = fakePage(answer);
    const end = new AbortController();
    tapFetch(page, heard.watch, end.signal);
    return { ...heard, page, end };
  }

  it.each([
    ["text", "GetAccountTag?x"],
    ["a URL", new URL("https://crm.test/GetAccountTag")],
    ["a Request", new Request("https://crm.test/GetAccountTag")],
  ])("reads a copy when asked by %s", async (_, input) => {
    const response = new Response('{"a":1}');
    const { page, seen } = tapped(() => Promise.resolve(response));
    const got = await page.fetch(input);
    expect(got).toBe(response);
    expect(got.bodyUsed).toBe(false);
    expect(await got.json()).toEqual({ a: 1 });
    await settled();
    expect(seen).toEqual(['{"a":1}']);
  });

  it("gives the page the very promise for everything else", () => {
    const promise = Promise.resolve(new Response(""));
    const { page } = tapped(() => promise);
    expect(page.fetch("Other")).toBe(promise);
    const strange = { toString: (): string => { throw new Error("touched"); } };
    expect(page.fetch(strange)).toBe(promise);
  });

  it("passes a failure on as it is", async () => {
    const error = new TypeError("Failed to fetch");
    const { page, seen } = tapped(() => Promise.reject(error));
    await expect(page.fetch("GetAccountTag")).rejects.toBe(error);
    expect(seen).toEqual([null]);
  });

  it("says null for a refused request and for a body already read", async () => {
    const used = new Response("x");
    await used.text();
    const answers = [new Response("no", { status: 500 }), used];
    const { page, seen } = tapped(() => Promise.resolve(answers.shift() ?? new Response("")));
    expect((await page.fetch("GetAccountTag")).status).toBe(500);
    await page.fetch("GetAccountTag");
    expect(seen).toEqual([null, null]);
  });

  it("looks like the native function and gives it back at the end", () => {
    const native = (input: unknown): Promise<Response> => Promise.resolve(new Response(String(input)));
    const { page, end } = tapped(native);
    expect(page.fetch.name).toBe("native");
    expect(page.fetch.length).toBe(1);
    end.abort();
    expect(page.fetch).toBe(native);
  });
});

describe("a late start", () => {
  it("is seen by what the page has already asked for", () => {
    const late = (name: string): boolean => startedLate([{ name }], DEMO_PROFILE, BASE);
    expect(late("https://crm.test/service/GetProductExtensionData?bid=1")).toBe(true);
    expect(late("https://crm.test/page.js")).toBe(false);
  });
});
