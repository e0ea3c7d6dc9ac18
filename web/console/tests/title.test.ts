import { describe, expect, it } from "vitest";

import { absorbPrefixes, composeTitle, parseTitle, titleProblem, type TitleParts } from "@/rules/title";

describe("reading a title", () => {
  it.each<[string, TitleParts]>([
    ["核对地址", { text: "核对地址", checkable: true, tag: null }],
    ["nc:系统维护", { text: "系统维护", checkable: false, tag: null }],
    ["tag:VIP", { text: "", checkable: true, tag: "VIP" }],
    ["nc:tag:VIP", { text: "", checkable: false, tag: "VIP" }],
    ["tag:nc:VIP", { text: "", checkable: false, tag: "VIP" }],
    [" NC : Tag : VIP ", { text: "", checkable: false, tag: "VIP" }],
    ["注意:核对", { text: "注意:核对", checkable: true, tag: null }],
    ["nc：全角", { text: "nc：全角", checkable: true, tag: null }],
    ["说明:tag:VIP", { text: "说明", checkable: true, tag: "VIP" }],
    ["nc", { text: "nc", checkable: true, tag: null }],
  ])("takes %s apart", (title, parts) => {
    expect(parseTitle(title)).toEqual(parts);
  });
});

describe("composing a title", () => {
  it.each<[TitleParts, string]>([
    [{ text: "核对", checkable: true, tag: null }, "核对"],
    [{ text: "核对", checkable: false, tag: null }, "nc:核对"],
    [{ text: "", checkable: true, tag: "VIP" }, "tag:VIP"],
    [{ text: "欠费", checkable: false, tag: "OVERDUE" }, "nc:tag:欠费:OVERDUE"],
    [{ text: " 注意:核对 ", checkable: true, tag: " " }, "注意:核对"],
  ])("makes the title that the server reads back as the same parts", (parts, title) => {
    expect(composeTitle(parts)).toBe(title);
    expect(titleProblem(parts)).toBeNull();
  });

  it("finds what would be read as something else", () => {
    expect(titleProblem({ text: "nc:核对", checkable: true, tag: null })).toBe("misread");
    expect(titleProblem({ text: "a:tag:b", checkable: true, tag: null })).toBe("misread");
    expect(titleProblem({ text: "tag", checkable: true, tag: "VIP" })).toBe("misread");
    expect(titleProblem({ text: "", checkable: true, tag: null })).toBe("empty");
    expect(titleProblem({ text: "x", checkable: true, tag: "A:B" })).toBe("tag_colon");
    expect(titleProblem({ text: "x".repeat(253), checkable: false, tag: null })).toBe("too_long");
  });

  it("moves typed prefixes to their own fields", () => {
    expect(absorbPrefixes({ text: "nc:核对", checkable: true, tag: null })).toEqual({ text: "核对", checkable: false, tag: null });
    expect(absorbPrefixes({ text: "tag:VIP", checkable: true, tag: null })).toEqual({ text: "", checkable: true, tag: "VIP" });
    expect(absorbPrefixes({ text: "核对", checkable: false, tag: "A" })).toEqual({ text: "核对", checkable: false, tag: "A" });
  });
});
