import { describe, expect, it } from "vitest";

import { dayStanding, trackStanding } from "@/areas/calls/standing";
import type { Day, FigureSource } from "@/areas/calls/types";
import { tellTimesIn } from "@/rules/relative";

tellTimesIn("Asia/Shanghai");
const NOON = Date.parse("2026-11-22T12:00:00+08:00");
const NONE: ReadonlySet<string> = new Set();

function source(at: string, partial = false): FigureSource {
  return { calculated_at: at, age: 0, sync_type: "today", seconds: 1, partial };
}

function day(date: string, tasks: FigureSource | null, records: FigureSource | null): Day {
  return {
    date,
    working: true,
    tasks: tasks && { total_tasks: 0, callout_number: 0, called_number: 0, success_number: 0, connected_rate: 0, added_success: 0, source: tasks },
    records: records && {
      grades: [],
      total_success: 0,
      total_records: 0,
      expected: 0,
      success_rate: null,
      added_records: 0,
      added_success: 0,
      source: records,
    },
    differ: null,
    runs: [],
  };
}

const FRESH = source("2026-11-22T11:55:00+08:00");
const MORNING = source("2026-11-22T07:05:00+08:00");

describe("the standing of a day", () => {
  it("is missing when a track was never read, whatever the other says: that is no zero", () => {
    expect(dayStanding(day("2026-11-22", FRESH, null), NOON, NONE)).toBe("missing");
    expect(dayStanding(day("2026-11-22", null, FRESH), NOON, NONE)).toBe("missing");
  });

  it("is whole with zeros in it", () => {
    expect(dayStanding(day("2026-11-22", FRESH, FRESH), NOON, NONE)).toBe("whole");
  });

  it("is partial before it is out of date", () => {
    expect(dayStanding(day("2026-11-22", FRESH, source("2026-11-22T07:05:00+08:00", true)), NOON, NONE)).toBe("partial");
  });

  it("is out of date today after two turns of the timetable", () => {
    const early = day("2026-11-22", source("2026-11-22T10:00:00+08:00"), source("2026-11-22T11:30:00+08:00"));
    expect(trackStanding(early, "tasks", NOON)).toBe("whole");
    expect(trackStanding(early, "records", NOON)).toBe("stale");
  });

  it("is out of date for a past day that was read before it was over, and whole when read after it", () => {
    expect(trackStanding(day("2026-11-21", null, source("2026-11-21T23:50:00+08:00")), "records", NOON)).toBe("stale");
    expect(trackStanding(day("2026-11-21", null, MORNING), "records", NOON)).toBe("whole");
    expect(trackStanding(day("2026-09-01", null, source("2026-09-02T07:05:00+08:00")), "records", NOON)).toBe("whole");
  });

  it("tells the day in the installation's zone", () => {
    // 16:30 UTC is past midnight in Shanghai.
    expect(trackStanding(day("2026-11-21", null, source("2026-11-21T16:30:00Z")), "records", NOON)).toBe("whole");
  });

  it("is failed after a failed reading, and reading while the next one runs", () => {
    const failed = new Set(["2026-11-21"]);
    const one = day("2026-11-21", MORNING, MORNING);
    expect(dayStanding(one, NOON, failed)).toBe("failed");
    const run = { run_id: 1, track: "records", state: "waiting", done: 0, total: null } as const;
    expect(dayStanding({ ...one, runs: [run] }, NOON, failed)).toBe("reading");
  });
});
