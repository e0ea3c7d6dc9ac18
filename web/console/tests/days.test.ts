import { expect, it } from "vitest";

import { dayAfter, daysBetween } from "@/rules/days";

it("counts days over the ends of months and years, whatever the zone of the browser", () => {
  expect(dayAfter("2026-02-28", 1)).toBe("2026-03-01");
  expect(dayAfter("2026-01-01", -1)).toBe("2025-12-31");
  expect(daysBetween("2026-10-24", "2026-10-26")).toEqual(["2026-10-24", "2026-10-25", "2026-10-26"]);
  expect(daysBetween("2026-10-26", "2026-10-24")).toEqual([]);
});
