/** The server's usual sentences about single fields, in the reader's language; any other stays as it is. */

import { i18n } from "@/i18n";

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^String should have at least (\d+) characters?$/, "fieldError.shortest"],
  [/^String should have at most (\d+) characters?$/, "fieldError.longest"],
  [/^Input should be greater than or equal to (-?[\d.]+)$/, "fieldError.least"],
  [/^Input should be less than or equal to (-?[\d.]+)$/, "fieldError.most"],
  [/^List should have at most (\d+) items? .*$/, "fieldError.items"],
  [/^Input should be a valid (?:integer|number).*$/, "fieldError.number"],
  [/^Field required$/, "fieldError.required"],
];

export function fieldError(sentence: string): string {
  for (const [pattern, key] of SENTENCES) {
    const found = pattern.exec(sentence);
    if (found) return i18n.global.t(key, { n: found[1] ?? "" });
  }
  return sentence;
}
