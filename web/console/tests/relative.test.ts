import { describe, expect, it } from "vitest";

import { clockTime, dayOf, relativeTime, splitSeconds, tellTimesIn, wallClock } from "@/rules/relative";

const NOW = Date.parse("2026-11-22T12:00:00+08:00");

describe("relative times", () => {
  it.each([
    ["2026-11-22T11:59:57+08:00", "现在", "now"],
    ["2026-11-22T11:59:15+08:00", "45秒前", "45 sec. ago"],
    ["2026-11-22T11:55:00+08:00", "5分钟前", "5 min. ago"],
    ["2026-11-22T04:00:00Z", "现在", "now"],
    ["2026-11-22T09:10:00+08:00", "2小时前", "2 hr. ago"],
    ["2026-11-21T10:00:00+08:00", "昨天", "yesterday"],
    ["2026-11-12T10:00:00+08:00", "10天前", "10 days ago"],
    ["2026-11-20T23:00:00+08:00", "前天", "2 days ago"],
    ["2026-11-22T12:30:00+08:00", "30分钟后", "in 30 min."],
  ])("says %s as %s", (at, chinese, english) => {
    expect(relativeTime(at, NOW, "zh-CN")).toBe(chinese);
    expect(relativeTime(at, NOW, "en")).toBe(english);
  });

  it("says the day of what is far away", () => {
    expect(relativeTime("2025-03-01T12:00:00+08:00", NOW, "zh-CN")).toBe("2025/03/01");
  });

  it("keeps the server's own day and time", () => {
    expect(wallClock("2026-12-01T00:00:00+08:00")).toEqual({ day: "2026-12-01", time: "00:00" });
  });

  it("splits seconds into whole units", () => {
    expect(splitSeconds(3725.9)).toEqual({ h: 1, m: 2, s: 5 });
  });
});

it("times are told in the installation's zone, not the browser's", () => {
  tellTimesIn("Pacific/Auckland");
  const late = "2026-11-21T12:30:00Z";
  expect(dayOf(late, "en")).toBe("11/22/2026");
  expect(clockTime(late, "en")).toContain("01:30:00");
  expect(relativeTime("2026-11-21T09:00:00Z", Date.parse("2026-11-22T11:30:00Z"), "en")).toBe("2 days ago");
});
