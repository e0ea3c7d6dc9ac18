import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import en from "@/i18n/en";
import zhCN from "@/i18n/zh-CN";

type Tree = string | { readonly [key: string]: Tree };

function keysOf(tree: Tree, path = ""): string[] {
  if (typeof tree === "string") return [path];
  return Object.entries(tree).flatMap(([key, branch]) => keysOf(branch, path === "" ? key : `${path}.${key}`));
}

function textAt(tree: Tree, key: string): string {
  const found = key.split(".").reduce<Tree>((at, part) => (typeof at === "string" ? at : (at[part] ?? "")), tree);
  return typeof found === "string" ? found : "";
}

function placeholders(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name ?? ""))].sort();
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(vue|ts)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

const KEYS = keysOf(zhCN);
const SOURCE = sources(join(import.meta.dirname, "../src"));

describe("messages", () => {
  it("have the same keys in both languages", () => {
    expect(keysOf(en).sort()).toEqual([...KEYS].sort());
  });

  it("have the same placeholders in both languages", () => {
    const differing = KEYS.filter(
      (key) => placeholders(textAt(en, key)).join() !== placeholders(textAt(zhCN, key)).join(),
    );
    expect(differing).toEqual([]);
  });

  it("hold every key that a screen names", () => {
    const named = SOURCE.flatMap((text) => Array.from(text.matchAll(/\bt\(\s*["']([\w.]+)["']/g), ([, key]) => key ?? ""));
    expect(named.length).toBeGreaterThan(100);
    expect([...new Set(named)].filter((key) => !KEYS.includes(key))).toEqual([]);
  });

  it("hold a branch for every composed key", () => {
    const stems = SOURCE.flatMap((text) => Array.from(text.matchAll(/\bt\(\s*`([\w.]+)\.\$/g), ([, stem]) => stem ?? ""));
    expect(stems.filter((stem) => !KEYS.some((key) => key.startsWith(`${stem}.`)))).toEqual([]);
  });

  it("say nothing that no screen asks for", () => {
    const all = SOURCE.join("\n");
    const stems = Array.from(all.matchAll(/`([\w.]+)\.\$/g), ([, stem]) => stem ?? "");
    const unused = KEYS.filter((key) => !all.includes(`"${key}"`) && !all.includes(`'${key}'`)).filter(
      (key) => !stems.some((stem) => key.startsWith(`${stem}.`)),
    );
    expect(unused).toEqual([]);
  });
});
