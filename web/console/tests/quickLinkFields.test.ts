import { describe, expect, it } from "vitest";

import { emptyFields, placeOf, withVariable } from "@/areas/links/fields";

describe("a quick link", () => {
  it("gets a variable where the caret stands, in place of what is chosen", () => {
    expect(withVariable("/x?a=&b=1", "acct_id", 5, 5)).toEqual({ text: "/x?a={acct_id}&b=1", caret: 14 });
    expect(withVariable("/x?a=OLD", "market", 5, 8)).toEqual({ text: "/x?a={market}", caret: 13 });
  });

  it("begins after those there are", () => {
    expect(emptyFields([]).position).toBe(0);
  });

  it("keeps its place when something else than a number is typed", () => {
    expect([placeOf("7", 3), placeOf("", 3), placeOf("x", 3), placeOf("-2", 3), placeOf("99999", 3)]).toEqual([7, 3, 3, 0, 10_000]);
  });
});
