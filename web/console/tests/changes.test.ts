import { describe, expect, it } from "vitest";

import { changesOf, differences } from "@/rules/changes";

describe("what changed", () => {
  it("is only the fields that differ", () => {
    expect(changesOf({ a: 1, list: [1, 2], c: null }, { a: 1, list: [2, 1], c: null })).toEqual({ list: [2, 1] });
  });

  it("shows where somebody else's record differs, and whether I touched the field", () => {
    const base = { fee: "$9", note: "x", name: "A" };
    expect(differences(base, { ...base, fee: "$8" }, { ...base, fee: "$7", note: "y" })).toEqual([
      { field: "fee", touched: true, mine: "$8", theirs: "$7" },
      { field: "note", touched: false, mine: "x", theirs: "y" },
    ]);
  });
});
