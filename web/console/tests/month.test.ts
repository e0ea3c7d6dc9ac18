import { describe, expect, it } from "vitest";

import { forceState } from "@/rules/force";
import { isMonth, shiftMonth, weeksOf } from "@/rules/month";

describe("months", () => {
  it.each([
    ["2026-12", 1, "2027-01"],
    ["2026-01", -1, "2025-12"],
    ["2026-11", 14, "2028-01"],
  ])("%s and %i is %s", (month, by, result) => {
    expect(shiftMonth(month, by)).toBe(result);
  });

  it("fill whole weeks from Monday on", () => {
    const weeks = weeksOf("2026-11");
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual([null, null, null, null, null, null, "2026-11-01"]);
    expect(weeks[5]).toEqual(["2026-11-30", null, null, null, null, null, null]);
    expect(weeksOf("2027-02")).toHaveLength(4);
    expect(weeksOf("2028-02").flat().filter(Boolean)).toHaveLength(29);
  });

  it.each(["2026-13", "2026-1", "", "9999-12", "2026-11-01"])("%s is none", (text) => {
    expect(isMonth(text)).toBe(false);
  });
});

describe("a reminder's state", () => {
  const start = "2026-11-22T12:00:00+08:00";
  const end = "2026-11-22T13:00:00+08:00";
  const at = (seconds: number): number => Date.parse(start) + seconds * 1000;
  const dated = { start_date: start, expire_date: end, deleted: false };

  it("begins at its start and has ended at its end", () => {
    expect([-1, 0, 3599, 3600].map((seconds) => forceState(dated, at(seconds)))).toEqual(["coming", "in_force", "in_force", "ended"]);
    expect(forceState({ start_date: null, expire_date: null, deleted: false }, at(0))).toBe("in_force");
    expect(forceState({ ...dated, deleted: true }, at(0))).toBe("deleted");
  });
});
