import { describe, expect, it } from "vitest";
import { select, textAt, UnreadableAnswer } from "../src/site/json";
import { chinaNumber, readAnswer } from "../src/site/parsers";
import { DEMO_PROFILE as profile } from "../src/site/profile";
import { accounts, admin, ahc, businessAccount, extension, tags, wrapped } from "./fixtures";

describe("the product data", () => {
  it("names the account on screen", () => {
    expect(readAnswer("extension", extension(1001, "BB", "USCN", "", "021-61234567"), profile)).toEqual({
      acctId: 1001,
      product: "BB",
      market: "USCN",
      cnNum: "02161234567",
    });
  });

  it("takes an id in text and a payload in text", () => {
    const text = JSON.stringify({ resultData: JSON.stringify((JSON.parse(extension("1001")) as { resultData: unknown; }).resultData) });
    expect(readAnswer("extension", text, profile).acctId).toBe(1001);
  });

  it.each(["", "null", "[]", '{"resultData":{}}', '{"resultData":{"BaseProductInfo":{"ProductAccount":0}}}', "<html>", '{"resultData"'])(
    "that is %j cannot be read",
    (text) => { expect(() => readAnswer("extension", text, profile)).toThrow(UnreadableAnswer); },
  );
});

describe("the Chinese number", () => {
  it.each([
    ["17000084007;17088880000", "", "17000084007"],
    ["+86 17000000007", "02161234567", "17000000007"],
    ["170-0000-0007", "", "17000000007"],
    ["1700000", "021-6123 4567", "02161234567"],
    ["", "02161234567", "02161234567"],
    [null, null, null],
    ["none", "", null],
  ])("of %j and %j is %j", (cn, pstn, expected) => { expect(chinaNumber(cn, pstn)).toBe(expected); });
});

describe("the other answers", () => {
  it("list every business account of every master account", () => {
    const text = accounts([businessAccount(1), businessAccount(2)], [], [businessAccount(3, { ComboTag: "Prime" })]);
    const read = readAnswer("accounts", text, profile);
    expect(read.map((account) => account.acctId)).toEqual([1, 2, 3]);
    expect(read[2]).toMatchObject({ comboTag: "Prime", comboId: "20101", comboName: "Plan of 3", business: "BB" });
  });

  it("leave out a row without an id and survive lists that are none", () => {
    const text = wrapped({ list: [{ BusinessAccountList: null }, 7, { BusinessAccountList: { list: [{}, null, businessAccount(4)] } }] });
    expect(readAnswer("accounts", text, profile).map((account) => account.acctId)).toEqual([4]);
    expect(readAnswer("accounts", wrapped({ list: null }), profile)).toEqual([]);
  });

  it("tell the plan of the functional account", () => {
    expect(readAnswer("ahc", ahc(20202, "China"), profile)).toMatchObject({ comboId: "20202", comboName: "China" });
  });

  it("tell who is signed in", () => {
    expect(readAnswer("admin", admin(), profile)).toEqual({ userId: 88001, xinfangId: 5601 });
    expect(readAnswer("admin", wrapped({ Userid: "x" }), profile)).toEqual({ userId: null, xinfangId: null });
  });

  it("tell tags upper-cased, trimmed, once", () => {
    expect(readAnswer("tags", tags(" vip ;Gold;;VIP"), profile)).toEqual(["GOLD", "VIP"]);
    expect(readAnswer("tags", tags(""), profile)).toEqual([]);
    expect(readAnswer("tags", tags(null), profile)).toEqual([]);
    expect(() => readAnswer("tags", wrapped({}), profile)).toThrow(UnreadableAnswer);
  });
});

describe("paths", () => {
  it("open lists and fields, and find nothing where there is nothing", () => {
    const value = { a: [{ b: [1, null, 2] }, { b: "x" }, { c: 3 }] };
    expect(select(value, "a[].b[]")).toEqual([1, 2]);
    expect(select(null, "a.b")).toEqual([]);
    expect(textAt({ a: "  x " }, "a")).toBe("x");
    expect(textAt({ a: {} }, "a")).toBeNull();
  });
});
