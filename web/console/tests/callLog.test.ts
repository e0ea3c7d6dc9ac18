import { describe, expect, it } from "vitest";

import { changedOf, emptyLog, isComplete, logOf } from "@/areas/calls/logFields";

describe("a call that is written down", () => {
  it("is sent with seconds and without empty days", () => {
    const sent = logOf({ ...emptyLog("139"), minutes: "3", next_on: "" });
    expect(sent).toMatchObject({ phone: "139", seconds: 180, next_on: null, outcome: "talked" });
    expect(sent).not.toHaveProperty("minutes");
    expect(logOf(emptyLog("139")).seconds).toBeNull();
    expect(logOf({ ...emptyLog("139"), minutes: "99999" }).seconds).toBe(86_400);
  });

  it("is changed by what was changed alone", () => {
    expect(changedOf({ note: "x" })).toEqual({ note: "x" });
    expect(changedOf({ minutes: "", next_on: "" })).toEqual({ seconds: null, next_on: null });
  });

  it("needs a number", () => {
    expect(isComplete(emptyLog("无"))).toBe(false);
    expect(isComplete(emptyLog("8001"))).toBe(true);
  });
});
