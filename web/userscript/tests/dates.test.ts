import { describe, expect, it } from "vitest";
import { contractText } from "../src/panel/facts";
import { shortTime } from "../src/panel/times";
import { contractOf, crmDay, crmMoment, daysLeft } from "../src/site/dates";
import { date, NO_DATE } from "./fixtures";

describe("a date of the CRM", () => {
  it("is its UTC day, wherever the browser is", () => {
    expect(crmDay("/Date(1556409600000)/")).toBe("2019-04-28");
    expect(crmDay("/Date(1556495999999)/")).toBe("2019-04-28");
    expect(crmDay("/Date(1556409600000+0800)/")).toBe("2019-04-28");
  });

  it.each([NO_DATE, date("1970-01-01"), date("1999-12-31"), date("2000-01-01"), date("2000-01-01T23:59:59.999Z"), null, "", "soon", "/Date()/"])(
    "that is %j is none",
    (text) => { expect(crmDay(text)).toBe("N/A"); },
  );

  it("begins on 2000-01-02", () => {
    expect(crmDay(date("2000-01-02"))).toBe("2000-01-02");
  });

  it("may be beyond what a calendar has", () => {
    expect(crmMoment("/Date(9000000000000000)/")).toBe(9e15);
    expect(crmDay("/Date(9000000000000000)/")).toBe("N/A");
  });
});

describe("a contract", () => {
  const now = new Date(2026, 10, 22, 23, 59);
  const text = (start: string | null, end: string | null): string => contractText(contractOf(start, end), now);

  it("is shown to its last day, one before the end the CRM sends", () => {
    expect(text(date("2026-03-13"), date("2027-03-13"))).toBe("2026-03-13 至 2027-03-12\n还有 110 天");
    expect(text(date("2024-03-01"), date("2024-03-01"))).toBe("2024-03-01 至 2024-02-29\n已结束");
  });

  it("ends today, was yesterday, is tomorrow", () => {
    expect(text(NO_DATE, date("2026-11-23"))).toBe("至 2026-11-22\n今天到期");
    expect(text(NO_DATE, date("2026-11-22"))).toBe("至 2026-11-21\n已结束");
    expect(text(NO_DATE, date("2026-11-24"))).toBe("至 2026-11-23\n还有 1 天");
  });

  it("is none when its end is before 2000", () => {
    expect(text(date("2019-01-01"), date("1999-12-31"))).toBe("无合约");
    expect(text(NO_DATE, NO_DATE)).toBe("无合约");
  });

  it("is not known when its end is 2000-01-01 or missing", () => {
    expect(text(NO_DATE, date("2000-01-01"))).toBe("N/A");
    expect(text(date("2019-01-01"), null)).toBe("2019-01-01 起，结束 N/A");
  });

  it("counts days by the calendar, not by hours", () => {
    expect(daysLeft(Date.UTC(2026, 10, 23), new Date(2026, 10, 22, 23, 59))).toBe(1);
    expect(daysLeft(Date.UTC(2026, 10, 23), new Date(2026, 10, 22, 0, 0))).toBe(1);
  });
});

describe("a moment", () => {
  const now = new Date(2026, 0, 1, 9, 0);
  it.each([
    [new Date(2026, 0, 1, 8, 5), "今天 08:05"],
    [new Date(2025, 11, 31, 23, 59), "昨天 23:59"],
    [new Date(2025, 10, 2, 1, 0), "2025-11-02"],
    [new Date(2026, 4, 2, 1, 0), "05-02 01:00"],
  ])("%s reads %s", (moment, expected) => { expect(shortTime(moment, now)).toBe(expected); });
});
