import type { ProfileBody } from "@deskside/api";
import { describe, expect, it } from "vitest";

import { differing, groupsOf, isWhole, parsedBody, readingsOf, withLine } from "@/areas/profiles/fields";

import RECORDED from "../../../tests/modules/assist/site_profile.json";

const BUILT_IN = RECORDED as ProfileBody;

describe("a site profile", () => {
  it("has a line for each of its fields", () => {
    const keys = groupsOf(BUILT_IN).flatMap(({ lines }) => lines.map(({ key }) => key));
    expect(keys).toContain("accounts.rows");
    expect(keys).toContain("functionalBusiness");
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("changes in one field, numbers staying numbers", () => {
    expect(withLine(BUILT_IN, "root", "data").root).toBe("data");
    expect(withLine(BUILT_IN, "tickets.pageSize", "50").tickets.pageSize).toBe(50);
    expect(withLine(BUILT_IN, "tickets.pageSize", "").tickets.pageSize).toBe(0);
    const changed = withLine(BUILT_IN, "extension.market", "M");
    expect([changed.extension.market, changed.extension.product, BUILT_IN.extension.market]).toEqual(["M", "ProductType", "Market"]);
  });

  it("is refused as JSON when it is none, or lacks a group", () => {
    expect(() => parsedBody("{")).toThrow(SyntaxError);
    expect(() => parsedBody("[]")).toThrow(TypeError);
    expect(isWhole(parsedBody("{}"))).toBe(false);
    expect(isWhole(parsedBody(JSON.stringify(BUILT_IN)))).toBe(true);
  });

  it("names what differs from another, what is sent too", () => {
    const other = { ...withLine(BUILT_IN, "root", "data"), uploads: [] };
    expect(differing(other, BUILT_IN)).toEqual(["root = data", "uploads = "]);
    expect(differing(BUILT_IN, BUILT_IN)).toEqual([]);
  });

  it("says of each field what was read", () => {
    const readings = [
      { part: "tags", field: "text", path: "Message", value: null },
      { part: "admin", field: "userId", path: "Userid", value: "7" },
    ];
    const read = readingsOf({ readings, unread: {}, missing: 1 });
    expect([read.get("tags.text"), read.get("admin.userId"), read.has("admin.xinfangId")]).toEqual([null, "7", false]);
  });
});
