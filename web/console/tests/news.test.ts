import type { Alarm } from "@deskside/api";
import { describe, expect, it } from "vitest";

import { newest, newsOf } from "@/areas/alarms/news";

function alarm(id: number, raised: string, cleared: string | null): Alarm {
  return { id, kind: "failed", subject: "calls.sync", title: "Calls", message: "", raised_at: raised, cleared_at: cleared };
}

const OPEN = alarm(1, "2026-11-22T08:00:00Z", null);
const OVER = alarm(2, "2026-11-22T07:00:00Z", "2026-11-22T09:00:00Z");

describe("news of alarms", () => {
  it("counts open ones as unread until somebody looked", () => {
    const news = newsOf({ unread: 1, seen_at: null, items: [OVER, OPEN] });
    expect(news.map(({ recovered, unread }) => [recovered, unread])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("counts a recovery after the last look as unread, whatever the offset", () => {
    const news = newsOf({ unread: 1, seen_at: "2026-11-22T16:30:00+08:00", items: [OVER, OPEN] });
    expect(news.map(({ unread }) => unread)).toEqual([true, false]);
  });

  it("knows until when all has been seen", () => {
    expect(newest(newsOf({ unread: 0, seen_at: null, items: [OPEN, OVER] }))).toBe("2026-11-22T09:00:00Z");
    expect(newest([])).toBeNull();
  });
});
