import { describe, expect, it } from "vitest";

import { formatTime, zoneOffset } from "@/rules/timeFormat";

const AT = new Date("2026-11-22T20:05:09Z");

describe("a time of a project", () => {
  it.each([
    ["YYYY-MM-DD HH:mm", "Asia/Shanghai", "2026-11-23 04:05"],
    ["YYYY年M月D日 H:mm:ss", "Asia/Shanghai", "2026年11月23日 4:05:09"],
    ["MM-DD HH:mm", "America/New_York", "11-22 15:05"],
    ["YY/MM/DD", "America/New_York", "26/11/22"],
    ["H:m:s", "UTC", "20:5:9"],
  ])("as %s in %s is %s", (pattern, zone, text) => {
    expect(formatTime(AT, pattern, zone)).toBe(text);
  });
});

describe("a zone", () => {
  it("says how far it is from UTC on that day", () => {
    expect(zoneOffset(AT, "Asia/Shanghai")).toBe("UTC+8");
    expect(zoneOffset(AT, "America/New_York")).toBe("UTC-5");
    expect(zoneOffset(new Date("2026-07-01T00:00:00Z"), "America/New_York")).toBe("UTC-4");
    expect(zoneOffset(AT, "Mars/Olympus")).toBe("");
  });
});
