import { describe, expect, it } from "vitest";

import { valuesOf } from "@/data/filters";
import { below, sameView, setOnly } from "@/rules/views";

describe("a view", () => {
  it("keeps only the filters that are set", () => {
    expect(setOnly({ state: "open", q: "", sort: "-id" })).toEqual({ state: "open", sort: "-id" });
  });

  it("is the same in whatever order filters and columns were chosen", () => {
    const one = { query: { state: "open", sort: "-id" }, hidden: ["fee", "note"] };
    expect(sameView(one, { query: { sort: "-id", state: "open", q: "" }, hidden: ["note", "fee"] })).toBe(true);
  });

  it.each([
    [{ state: "done", sort: "-id" }, ["fee"]],
    [{ state: "open" }, ["fee"]],
    [{ state: "open", sort: "-id" }, []],
  ])("is modified by another filter, another order or another column: %j %j", (query, hidden) => {
    const saved = { query: { state: "open", sort: "-id" }, hidden: ["fee"] };
    expect(sameView(saved, { query, hidden })).toBe(false);
  });

  it("fills the filters that it does not name, and drops what the list no longer has", () => {
    expect(valuesOf(["state", "q"], { state: "open", gone: "x" })).toEqual({ state: "open", q: "" });
  });
});

describe("the departments somebody shares with", () => {
  const tree = [
    { id: 4, parent_id: 3 },
    { id: 3, parent_id: 2 },
    { id: 1, parent_id: null },
    { id: 2, parent_id: 1 },
    { id: 5, parent_id: 1 },
  ];

  it("are the own one and all below it, in whatever order they come", () => {
    expect(below(tree, 2).map(({ id }) => id)).toEqual([4, 3, 2]);
    expect(below(tree, null)).toEqual([]);
  });

  it("end where departments are in a ring", () => {
    const ring = [
      { id: 1, parent_id: 2 },
      { id: 2, parent_id: 1 },
    ];
    expect(below(ring, 1)).toHaveLength(2);
  });
});
