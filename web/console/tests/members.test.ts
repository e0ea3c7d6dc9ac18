import { describe, expect, it } from "vitest";

import {
  barsOf,
  closeness,
  difference,
  groupTasks,
  known,
  monthAt,
  monthText,
  pinnedFirst,
  readMonth,
  stepMonth,
  sumYuan,
  tierOf,
} from "@/areas/members/rules";

const coach = (fee: number) => ({ id: 1, name: null, level: null, courseType: null, hours: 1, fee });

describe("a settlement's split", () => {
  it("adds up where floating point would not", () => {
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(difference({ totalAmount: 0.3, tableFee: 0.1, foodAmount: 0.2, coaches: [] })).toBe(0);
    expect(difference({ totalAmount: 295.3, tableFee: 30.5, foodAmount: 8.8, coaches: [coach(128), coach(128)] })).toBe(0);
  });

  it("is off by a fen, either way", () => {
    expect(difference({ totalAmount: 100.01, tableFee: 100, foodAmount: 0, coaches: [] })).toBe(0.01);
    expect(difference({ totalAmount: 99.99, tableFee: 0, foodAmount: 0, coaches: [coach(100)] })).toBe(-0.01);
  });

  it("sums ten dimes to one yuan", () => {
    expect(sumYuan(Array<number>(10).fill(0.1))).toBe(1);
  });

  it("has no total while a part of it is not known", () => {
    expect(sumYuan([1, null])).toBeNull();
    expect(sumYuan([])).toBe(0);
  });
});

describe("a figure", () => {
  it("tells nothing, failed and zero apart", () => {
    expect([known(0, false), known(0, true), known(null, true), known(null, false)]).toEqual(["known", "known", "failed", "none"]);
  });
});

describe("closeness", () => {
  it.each([
    [1, "close"],
    [0.7, "close"],
    [0.69, "warm"],
    [0.3, "warm"],
    [0.29, "distant"],
    [0, "distant"],
  ])("of %d is %s", (relation, word) => {
    expect(closeness(relation)).toBe(word);
  });
});

describe("the tier", () => {
  const NODES = [0, 100, 130, 160];

  it.each([
    [0, { from: 0, to: 100, gap: 100, share: 0 }],
    [87.5, { from: 0, to: 100, gap: 12.5, share: 0.875 }],
    [100, { from: 100, to: 130, gap: 30, share: 0 }],
    [129.9, { from: 100, to: 130, gap: 0.1, share: 0.997 }],
    [160, { from: 160, to: null, gap: 0, share: 1 }],
    [999, { from: 160, to: null, gap: 0, share: 1 }],
  ])("after %d hours", (hours, tier) => {
    const { share, ...rest } = tierOf(hours, NODES);
    expect(rest).toEqual({ from: tier.from, to: tier.to, gap: tier.gap });
    expect(share).toBeCloseTo(tier.share, 3);
  });

  it("counts from nothing where the first tier is above", () => {
    expect(tierOf(5, [10])).toEqual({ from: 0, to: 10, gap: 5, share: 0.5 });
  });
});

describe("months", () => {
  it.each(["", "2026-13", "2026-0", "26-01", "2199-01", "1999-12", "2026-11-01"])("refuse %s", (text) => {
    expect(readMonth(text)).toBeNull();
  });

  it("go over the new year, both ways", () => {
    expect(monthText(stepMonth({ year: 2026, month: 12 }, 1))).toBe("2027-01");
    expect(monthText(stepMonth({ year: 2026, month: 1 }, -1))).toBe("2025-12");
  });

  it("change at the site's midnight", () => {
    const moment = Date.parse("2026-11-30T16:00:00Z");
    expect(monthText(monthAt(moment, "Asia/Shanghai"))).toBe("2026-12");
    expect(monthText(monthAt(moment - 1, "Asia/Shanghai"))).toBe("2026-11");
    expect(monthText(monthAt(moment, "UTC"))).toBe("2026-11");
  });
});

describe("tasks", () => {
  it("stand in one group each, and none is lost", () => {
    const tasks = ["completed", "active", "abandoned", "waiting", "active", "inactive"].map((status, id) => ({ id, status }));
    const groups = groupTasks(tasks);
    expect(groups.map(({ status, tasks: some }) => [status, some.map(({ id }) => id)])).toEqual([
      ["active", [1, 3, 4]],
      ["inactive", [5]],
      ["completed", [0]],
      ["abandoned", [2]],
    ]);
  });
});

it("shows pinned notes first and keeps the order otherwise", () => {
  const notes = [true, false, true, false].map((pinned, id) => ({ id: 4 - id, pinned: !pinned }));
  expect(pinnedFirst(notes).map(({ id }) => id)).toEqual([3, 1, 4, 2]);
});

describe("bars", () => {
  const month = (salaryValue: number | null) => ({
    month: "2026-11",
    estimated: false,
    customers: "",
    hours: "",
    salary: "",
    customerCount: 0,
    hoursValue: 0,
    salaryValue,
    callbackCount: 0,
    recallCount: 0,
  });

  it("run from the oldest to the newest, against the highest", () => {
    expect(barsOf([month(50), month(0), month(100)], "salaryValue").map(({ share }) => share)).toEqual([1, 0, 0.5]);
  });

  it("have no value where a month was not calculated", () => {
    const bars = barsOf([month(50), month(null)], "salaryValue");
    expect(bars.map(({ value, share }) => [value, share])).toEqual([
      [null, 0],
      [50, 1],
    ]);
  });

  it("are flat where nothing happened", () => {
    expect(barsOf([month(0), month(0)], "salaryValue").map(({ share }) => share)).toEqual([0, 0]);
  });
});
