import { describe, expect, it } from "vitest";

import { addMonths, isDay, isMonth, lastDays, monthSpan, spanOf } from "@/areas/calls/spans";

describe("spans of days", () => {
  it("end a month that is over on its last day, and this one today", () => {
    expect(monthSpan("2026-02", "2026-11-22")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(monthSpan("2028-02", "2028-11-22")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
    expect(monthSpan("2026-11", "2026-11-22")).toEqual({ from: "2026-11-01", to: "2026-11-22" });
  });

  it("walk over the turn of a year", () => {
    expect(addMonths("2026-01", -1)).toBe("2025-12");
    expect(addMonths("2026-12", 1)).toBe("2027-01");
    expect(lastDays("2027-01-03", 7)).toEqual({ from: "2026-12-28", to: "2027-01-03" });
  });

  it("refuse days and months that no calendar has", () => {
    expect(["2026-02-30", "2026-13-01", "26-01-01", "", "2026-1-1"].filter(isDay)).toEqual([]);
    expect(isDay("2028-02-29")).toBe(true);
    expect(["2026-00", "2026-13", "2026"].filter(isMonth)).toEqual([]);
  });

  it("take the usual thirty days for what the address does not say, or says wrongly", () => {
    const usual = { from: "2026-10-24", to: "2026-11-22" };
    expect(spanOf("", "", "2026-11-22")).toEqual(usual);
    expect(spanOf("nonsense", "2031-01-01", "2026-11-22")).toEqual(usual);
    expect(spanOf("2026-11-10", "2026-11-05", "2026-11-22")).toEqual({ from: "2026-10-07", to: "2026-11-05" });
    expect(spanOf("2026-11-01", "2026-11-05", "2026-11-22")).toEqual({ from: "2026-11-01", to: "2026-11-05" });
  });
});
