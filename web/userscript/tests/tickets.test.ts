import { describe, expect, it } from "vitest";
import { quickLinks } from "../src/site/links";
import { DEMO_PROFILE as profile } from "../src/site/profile";
import { readTickets, ticketQuery, ticketView } from "../src/site/tickets";
import { date, ticketList } from "./fixtures";

const rule = [profile.tickets.hiddenStatuses, profile.tickets.pageSize] as const;
const unknown = { cnNum: null, planId: null, userId: null };

describe("tickets", () => {
  it("are asked for as the CRM wants it", () => {
    const form = new URLSearchParams(ticketQuery(1001, true, 30));
    expect(JSON.parse(form.get("query") ?? "")).toEqual({
      PageData: { StartNum: 1, EndNum: 30, PageSize: 30, PageNum: 1, MaxCount: 0 },
      ChildBid: 1001,
    });
    expect([form.get("storeid"), form.get("isCancel")]).toEqual(["0", "true"]);
  });

  it("of a hidden status are counted, whatever their case; an unknown status is shown", () => {
    const rows = ["OPEN", "closed", " Resolved ", "COMPLETED", "CANCELLED", "CLOSED", "STRANGE", ""].map((Status, i) => ({
      TicketId: i,
      Title: `t${String(i)}`,
      Status,
    }));
    const view = ticketView([readTickets(ticketList(...rows), profile)], ...rule);
    expect(view.open.map((ticket) => ticket.status).sort()).toEqual(["", "OPEN", "STRANGE"]);
    expect(view.hidden).toEqual([
      { status: "CLOSED", count: 2 },
      { status: "RESOLVED", count: 1 },
      { status: "COMPLETED", count: 1 },
      { status: "CANCELLED", count: 1 },
    ]);
  });

  it("of both answers are one list, newest first, none twice", () => {
    const first = ticketList(
      { TicketId: 1, Title: "old", Status: "OPEN", LastModified: date("2026-01-01") },
      { TicketId: 2, Title: "new", Status: "OPEN", LastModified: date("2026-02-01") },
    );
    const second = ticketList({ TicketId: 2, Title: "new", Status: "OPEN", LastModified: date("2026-02-01") });
    const view = ticketView([readTickets(first, profile), readTickets(second, profile)], ...rule);
    expect(view.open.map((ticket) => ticket.id)).toEqual(["2", "1"]);
    expect(view.full).toBe(false);
  });

  it("may be more than one page", () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ TicketId: i, Title: "", Status: "CLOSED" }));
    expect(ticketView([readTickets(ticketList(...rows), profile)], ...rule).full).toBe(true);
  });
});

describe("quick links", () => {
  const titles = (business: string): string[] =>
    quickLinks(profile, { ...unknown, acctId: 1001, market: "USCN", business }, "https://crm.test/x").map((link) => link.title);

  it("are those of the product", () => {
    const all = ["查看账单", "更新信用卡", "编辑个人资料"];
    expect(titles("AHC")).toEqual(all);
    expect(titles("CP")).toEqual([...all, "使用记录"]);
    expect(titles("MCN")).toEqual([...all, "使用记录"]);
    expect(titles("bb")).toEqual([...all, "使用记录", "E911 地址"]);
    expect(titles("Prime")).toEqual([...all, "使用记录", "E911 地址", "Prime 权益"]);
    expect(titles("New")).toEqual([]);
  });

  it("carry the account, encoded, and only lead to http(s)", () => {
    const links = [
      { key: "1", title: "a", url: "https://tool.test/?a={acct}&m={market}", businesses: ["BB"] },
      { key: "2", title: "b", url: "javascript:alert({acct})", businesses: ["BB"] },
      { key: "3", title: "c", url: "/for/all?p={plan_id}", businesses: [] },
    ];
    const facts = { ...unknown, acctId: 5, market: "US&CN", business: "BB", planId: "20101" };
    expect(quickLinks({ ...profile, links }, facts, "https://crm.test/")).toEqual([
      { key: "1", title: "a", href: "https://tool.test/?a=5&m=US%26CN" },
      { key: "3", title: "c", href: "https://crm.test/for/all?p=20101" },
    ]);
  });

  it("that need what is not known yet, or never will be, are left out", () => {
    const links = ["{plan_id}", "{cn_num}", "{userid}", "{constructor}", "{nothing}"].map((name) => ({
      key: name, title: name, url: `https://tool.test/?x=${name}`, businesses: [],
    }));
    expect(quickLinks({ ...profile, links }, { ...unknown, acctId: 5, market: null, business: "BB" }, "https://crm.test/")).toEqual([]);
  });
});
