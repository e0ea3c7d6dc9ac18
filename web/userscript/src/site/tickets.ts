/** Tickets: what to ask, how to read the answer, which to show. */
import { payloadOf, select, textAt } from "./json";
import { crmMoment } from "./dates";
import type { SiteProfile } from "./profile";

export interface Ticket {
  id: string;
  title: string;
  description: string;
  category: string;
  status: string;
  modifiedMs: number | null;
}

export interface TicketView {
  open: Ticket[];
  hidden: { status: string; count: number; }[];
  /** More tickets may exist than the CRM sends on one page. */
  full: boolean;
}

/** The form-encoded body of one GetTicketList request. */
export function ticketQuery(acctId: number, isCancel: boolean, pageSize: number): string {
  const page = { StartNum: 1, EndNum: pageSize, PageSize: pageSize, PageNum: 1, MaxCount: 0 };
  const query = JSON.stringify({ PageData: page, ChildBid: acctId });
  return new URLSearchParams({ query, storeid: "0", isCancel: String(isCancel) }).toString();
}

export function readTickets(text: string, profile: SiteProfile): Ticket[] {
  const at = profile.tickets;
  return select(payloadOf(text, profile.root), at.rows).map((row) => ({
    id: textAt(row, at.id) ?? "",
    title: textAt(row, at.title) ?? "",
    description: textAt(row, at.description) ?? "",
    category: textAt(row, at.category) ?? "",
    status: textAt(row, at.status) ?? "",
    modifiedMs: momentOf(textAt(row, at.modified)),
  }));
}

/** Tickets told apart by id, newest first; those of a hidden status are counted, never silently dropped. */
export function ticketView(
  pages: readonly (readonly Ticket[])[],
  hiddenStatuses: readonly string[],
  pageSize: number,
): TicketView {
  const unique = new Map<string, Ticket>();
  for (const ticket of pages.flat()) unique.set(ticket.id || `${ticket.title}\n${String(ticket.modifiedMs)}`, ticket);
  const hiddenNames = new Set(hiddenStatuses.map((status) => status.trim().toUpperCase()));
  const open: Ticket[] = [];
  const hidden = new Map<string, number>();
  for (const ticket of unique.values()) {
    const status = ticket.status.trim().toUpperCase();
    if (hiddenNames.has(status)) hidden.set(status, (hidden.get(status) ?? 0) + 1);
    else open.push(ticket);
  }
  open.sort((a, b) => (b.modifiedMs ?? 0) - (a.modifiedMs ?? 0));
  return {
    open,
    hidden: [...hidden].map(([status, count]) => ({ status, count })),
    full: pages.some((page) => page.length >= pageSize),
  };
}

function momentOf(value: string | null): number | null {
  const moment = crmMoment(value) ?? Date.parse(value ?? "");
  return Number.isNaN(moment) ? null : moment;
}
