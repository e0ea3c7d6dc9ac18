import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { METADATA } from "../metadata.ts";

const sources = readdirSync("src", { recursive: true, encoding: "utf-8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => [name, readFileSync(`src/${name}`, "utf-8")] as const);

describe("the source", () => {
  it.each(sources)("%s puts no text in as HTML and runs no text as code", (_, text) => {
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|setHTML|parseFromString|srcdoc|document\.write|\beval\(|new Function/);
  });

  it("is enough of it", () => {
    expect(sources.length).toBeGreaterThan(40);
  });
});

describe("the metadata", () => {
  const values = (key: string): string[] => [...METADATA.matchAll(new RegExp(`^// @${key}\\s+(.*)$`, "gm"))].map((match) => match[1] ?? "");

  it("names the server where it connects and where it updates from", () => {
    expect(values("connect")).toEqual(["__DESKSIDE_HOST__"]);
    expect(values("updateURL")).toEqual(["__DESKSIDE_URL__/assist/deskside.user.js"]);
    expect(values("match")).toEqual(["__CRM_MATCH__"]);
    expect(values("version")).toEqual(["__DESKSIDE_VERSION__"]);
    expect(values("run-at")).toEqual(["document-start"]);
  });

  it("asks for what the script uses", () => {
    const gm = sources.find(([name]) => name === "gm.ts")?.[1] ?? "";
    const used = new Set(gm.match(/GM_\w+|unsafeWindow/g));
    expect(new Set(values("grant"))).toEqual(used);
  });
});
