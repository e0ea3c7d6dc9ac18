/** What the bell shows: each alarm once, by its latest change. */

import type { Alarm, Inbox } from "@deskside/api";

export interface News {
  readonly alarm: Alarm;
  readonly at: string;
  readonly recovered: boolean;
  readonly unread: boolean;
}

export function newsOf(inbox: Inbox): News[] {
  const seen = inbox.seen_at === null ? null : Date.parse(inbox.seen_at);
  return inbox.items.map((alarm) => {
    const recovered = alarm.cleared_at !== null;
    const at = alarm.cleared_at ?? alarm.raised_at;
    return { alarm, at, recovered, unread: seen === null ? !recovered : Date.parse(at) > seen };
  });
}

/** Until when everything shown has been seen; null where nothing is shown. */
export function newest(news: readonly News[]): string | null {
  return news.reduce<string | null>((last, { at }) => (last === null || Date.parse(at) > Date.parse(last) ? at : last), null);
}
