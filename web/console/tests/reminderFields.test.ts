import type { Reminder } from "@deskside/api";
import { describe, expect, it } from "vitest";

import { FILTERS, wireFilters } from "@/areas/reminders/queries";
import { NO_REMINDER, previewWire, problems, reminderFields, reminderWire } from "@/areas/reminders/fields";

const REMINDER: Reminder = {
  id: 7,
  title: "nc:tag:欠费:OVERDUE",
  content: "先说明欠费",
  markets: ["USCN"],
  start_date: "2026-11-01T00:00:00+08:00",
  expire_date: "2026-12-01T13:30:00+08:00",
  recurrent_interval: 7,
  is_global: false,
  is_all_business: false,
  businesses: ["BB"],
  departments: [{ id: 1, name: "客服一部" }],
  checkable: false,
  tag: "OVERDUE",
  accounts_count: 3,
  number_list: null,
  create_date: "2026-10-01T00:00:00+08:00",
  last_modified: "2026-10-01T00:00:00+08:00",
  version: 2,
  deleted: false,
  author: null,
};

describe("a reminder as a form", () => {
  it("goes back to the server as it came, with the account list left alone", () => {
    expect(reminderWire(reminderFields(REMINDER))).toEqual({
      title: "nc:tag:欠费:OVERDUE",
      content: "先说明欠费",
      markets: ["USCN"],
      start_date: "2026-11-01",
      expire_date: "2026-12-01T13:30:00+08:00",
      recurrent_interval: 7,
      is_global: false,
      is_all_business: false,
      businesses: ["BB"],
      departments: [1],
      number_list: null,
    });
  });

  it("sends an uploaded list only when the reminder is for listed accounts", () => {
    const fields = { ...reminderFields(REMINDER), accountList: 4 };
    expect(reminderWire(fields)).toMatchObject({ account_list: 4 });
    expect(reminderWire({ ...fields, isGlobal: true })).not.toHaveProperty("account_list");
  });

  it("asks for a preview of its targets alone", () => {
    const fields = { ...reminderFields(REMINDER), accountList: 4 };
    const targets = { title: REMINDER.title, markets: ["USCN"], is_all_business: false, businesses: ["BB"], number_list: null };
    expect(previewWire(fields, 7)).toEqual({ ...targets, is_global: false, account_list: 4, reminder_id: 7 });
    expect(previewWire({ ...fields, isGlobal: true }, 7)).toEqual({ ...targets, is_global: true, account_list: null, reminder_id: null });
    expect(previewWire({ ...fields, content: "别的", start: "" }, 7)).toEqual(previewWire(fields, 7));
  });

  it("names what is still missing", () => {
    expect(problems(NO_REMINDER, 0)).toEqual(["title", "content"]);
    const listed = { ...NO_REMINDER, text: "a", content: "b", isGlobal: false };
    expect(problems(listed, 0)).toEqual(["accounts"]);
    expect(problems(listed, 12)).toEqual([]);
    expect(problems({ ...listed, accountList: 4 }, 0)).toEqual([]);
    expect(problems({ ...listed, isGlobal: true, start: "2026-12-01", expire: "2026-12-01" }, 0)).toEqual(["dates"]);
  });
});

describe("filters of the address", () => {
  const none = Object.fromEntries(FILTERS.map((name) => [name, ""])) as Record<(typeof FILTERS)[number], string>;

  it("leave out what the server would refuse", () => {
    expect(wireFilters(none)).toEqual({});
    expect(wireFilters({ ...none, id: "x", title: "a", state: "alive", target: "me", sort: "content", account: "0" })).toEqual({});
  });

  it("are sent as the server names them", () => {
    const asked = { ...none, id: "7", title: "回访", state: "coming", target: "tag", sort: "-expire", account: "9007199254740991", market: "USCN" };
    const sent = { id: 7, title: "回访", state: "coming", target: "tag", sort: "-expire", account: 9007199254740991, market: "USCN" };
    expect(wireFilters(asked)).toEqual(sent);
  });
});
