import { describe, expect, it } from "vitest";

import { blankGrade, gradeOf, moved, toFields, toGrade } from "@/areas/calls/grading";
import { heatLines } from "@/areas/calls/heat";
import { sorted } from "@/areas/calls/ranks";
import { RECORD_FILTERS, recordQuery, type RecordFilter } from "@/areas/calls/records";
import { axisTop, everyNth, valueOf } from "@/areas/calls/trend";
import type { Point, Rank } from "@/areas/calls/types";

const SPAN = { from: "2026-11-01", to: "2026-11-22" };
const BLANK = Object.fromEntries(RECORD_FILTERS.map((name) => [name, ""])) as Record<RecordFilter, string>;

function rank(ref: string, place: number | null, rate: number | null): Rank {
  return { rank: place, ref, name: ref, records: 1, called: 1, success: 1, rate, connected_rate: null, seconds: 0, grades: [] };
}

describe("filters of records", () => {
  it("leave out what the server would refuse", () => {
    const odd = { ...BLANK, weekday: "8", hour: "24", answered: "yes", grade: "x".repeat(21), agent: "y".repeat(65) };
    expect(recordQuery(odd, SPAN)).toEqual(SPAN);
    expect(recordQuery({ ...BLANK, hour: "-1", weekday: "1.5" }, SPAN)).toEqual(SPAN);
  });

  it("send hour 0, weekday 7 and not answered", () => {
    const sent = recordQuery({ ...BLANK, hour: "0", weekday: "7", answered: "0", grade: "-" }, SPAN);
    expect(sent).toEqual({ ...SPAN, hour: 0, weekday: 7, answered: false, grade: "-" });
  });
});

describe("the trend", () => {
  const point: Point = { date: "2026-11-01", synced: true, partial: false, records: 10, answered: 0, success: 0, grades: { "9": 3 } };

  it("knows nothing of a day that was not synced, and 0 of one without calls", () => {
    expect(valueOf({ ...point, synced: false }, "records")).toBeNull();
    expect(valueOf(undefined, "records")).toBeNull();
    expect(valueOf(point, "success")).toBe(0);
    expect(valueOf(point, "grade:9")).toBe(3);
    expect(valueOf(point, "grade:1")).toBe(0);
  });

  it("has no rate of no answered call", () => {
    expect(valueOf(point, "rate")).toBeNull();
  });

  it("ends its axis at a round number not below the highest", () => {
    expect([0, 1, 3, 99, 100, 101, 0.13].map(axisTop)).toEqual([1, 1, 5, 100, 100, 200, 0.2]);
    expect([everyNth(0, 10), everyNth(10, 10), everyNth(31, 10)]).toEqual([1, 1, 4]);
  });
});

describe("the heat map", () => {
  it("shows the mean of a weekday's days, 0 where nobody called, nothing where no day was synced", () => {
    const hour = { weekday: 1, hour: 9, records: 30, called: 10, success: 5, rate: 0.5 };
    const late = { ...hour, hour: 11, records: 60 };
    const lines = heatLines({ items: [hour, late], total: 2, days: { "1": 3, "2": 1 } }, "records");
    expect(lines[0]?.cells.map(({ hour: at, value }) => [at, value])).toEqual([[9, 10], [10, 0], [11, 20]]);
    expect(lines[0]?.cells.map(({ heat }) => heat)).toEqual([0.5, 0, 1]);
    expect(lines[1]?.cells.map(({ value }) => value)).toEqual([0, 0, 0]);
    expect(lines[2]?.cells.map(({ value }) => value)).toEqual([null, null, null]);
  });
});

describe("a ranking by another column", () => {
  it("keeps who has no rank last, whichever way it is turned", () => {
    const rows = [rank("few", null, null), rank("best", 1, 0.5), rank("next", 2, 0.4)];
    expect(sorted(rows, "rank").map(({ ref }) => ref)).toEqual(["best", "next", "few"]);
    expect(sorted(rows, "-rate").map(({ ref }) => ref)).toEqual(["best", "next", "few"]);
    expect(sorted(rows, "rate").map(({ ref }) => ref)).toEqual(["next", "best", "few"]);
    expect(sorted(rows, "bogus").map(({ ref }) => ref)).toEqual(["few", "best", "next"]);
  });
});

describe("grades as a form edits them", () => {
  const nine = { ...blankGrade(), code: "9", label: "9元", equals: "9", contains: "9元" };
  const one = { ...blankGrade(), code: "1", label: "1元", equals: "1", contains: "1元" };
  const other = { ...blankGrade(), code: "maybe", label: "意向", contains: "意向，感兴趣" };
  const codeOf = (text: string): string | null => gradeOf(text, [nine, one, other])?.code ?? null;

  it("give no grade to a number that only ends like one", () => {
    expect(["19元", "0.9元", "99", "", "9 元", "11元"].map(codeOf)).toEqual([null, null, null, null, null, null]);
  });

  it("find a part after a longer number that ends like it", () => {
    expect(["9", " 9元 ", "办理9元", "19元改9元", "很感兴趣", "1元"].map(codeOf)).toEqual(["9", "9", "9", "9", "maybe", "1"]);
  });

  it("come back as they were", () => {
    const grade = { code: "9", label: "9元", price: "9.00", colour: "#d97706", equals: ["9"], contains: ["9元", "九元"], success: true };
    expect(toGrade(toFields(grade))).toEqual(grade);
    expect(toGrade({ ...toFields(grade), contains: " 9元 , ,九元\n" }).contains).toEqual(["9元", "九元"]);
  });

  it("stay where they are at the ends of the list", () => {
    expect(moved(["a", "b"], 0, 1)).toEqual(["b", "a"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
  });
});
