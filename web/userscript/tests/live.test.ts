import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { opened } from "./fixtures";
import { FIXED, found, Stage, tick, todo } from "./stage";

let stage: Stage;
const POLL = "/api/assist/changes";

beforeEach(() => {
  vi.useFakeTimers();
  stage = new Stage();
});
afterEach(() => {
  see("visible");
  stage.end();
  document.body.replaceChildren();
  vi.useRealTimers();
});

async function pass(ms = 1): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** Account `acct` is open and its look-up answered. */
async function open(acct = 1001, ...reminders: Record<string, unknown>[]): Promise<void> {
  const texts = opened(acct);
  const answer = stage.ask(texts);
  for (const part of ["extension", "accounts", "admin", "tags"] as const) {
    void answer(part);
    await pass();
  }
  stage.server.last("/api/assist/lookup").answer(200, found(acct, ...reminders));
  await pass();
}

function see(state: string): void {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("what other agents do", () => {
  it("is waited for from the look-up's revision on, one poll at a time", async () => {
    await open(1001, FIXED);
    expect(stage.server.count(POLL)).toBe(1);
    expect(stage.server.last(POLL).path).toBe(`${POLL}?acct_id=1001&since=1`);
    expect(stage.server.last(POLL).message.timeoutMs).toBeGreaterThan(25_000);
    stage.server.last(POLL).answer(200, { revision: "5.0.1", changed: [] });
    await pass(1000);
    expect(stage.server.last(POLL).path).toContain("since=5.0.1");
    expect(stage.server.count(POLL)).toBe(2);
  });

  it("is asked for at once when a tick is told, and shown with who and when", async () => {
    await open(1001, todo(2, tick(false, 0)));
    const looked = stage.server.count("/api/assist/lookup");
    stage.server.last(POLL).answer(200, { revision: "1.1.0", changed: ["ticks"] });
    await pass();
    expect(stage.server.count("/api/assist/lookup")).toBe(looked + 1);
    const now = new Date().toISOString();
    stage.server.last("/api/assist/lookup").answer(200, found(1001, todo(2, { ...tick(true, 1), last_processed_at: now })));
    await pass();
    expect(stage.text("todo-2")).toContain("王强，刚刚");
    await pass(3.5 * 60_000);
    expect(stage.text("todo-2")).toContain("王强，3 分钟前");
  });

  it("leaves a tick of this visit ticked when it lasts for the visit only", async () => {
    const once = { recurrent_interval: 0 };
    await open(1001, todo(2, tick(false, 0), once));
    stage.find("todo-2").dispatchEvent(Object.defineProperty(new MouseEvent("click", { bubbles: true }), "isTrusted", { value: true }));
    await pass();
    stage.server.last("/api/assist/ticks/").answer(200, tick(true, 1, "李娜"));
    await pass();
    stage.server.last(POLL).answer(200, { revision: "1.1.0", changed: ["ticks"] });
    await pass();
    stage.server.last("/api/assist/lookup").answer(200, found(1001, todo(2, { ...tick(false, 1, "李娜"), is_processed: true }, once)));
    await pass();
    expect(stage.find("todo-2").dataset.done).toBe("true");
  });

  it("has the configuration asked for again when that is told", async () => {
    await open(1001, FIXED);
    const asked = stage.server.count("/api/assist/panel");
    stage.server.last(POLL).answer(200, { revision: "1.0.2", changed: ["panel"] });
    await pass(500);
    expect(stage.server.count("/api/assist/panel")).toBe(asked + 1);
  });

  it("is not waited for while nobody looks at the page, nor for an account that was left", async () => {
    await open(1001, FIXED);
    const { signal } = stage.server.last(POLL).message;
    see("hidden");
    await pass(60_000);
    expect(signal?.aborted).toBe(true);
    expect(stage.server.count(POLL)).toBe(1);
    see("visible");
    await pass(1000);
    expect(stage.server.count(POLL)).toBe(2);
    const second = stage.server.last(POLL).message.signal;
    await open(1002, FIXED);
    expect(second?.aborted).toBe(true);
    expect(stage.server.last(POLL).path).toContain("acct_id=1002");
  });

  it("is asked for ever more rarely while nobody answers, and the banner is for other calls to raise", async () => {
    await open(1001, FIXED);
    const at: number[] = [];
    for (let failure = 0; failure < 5; failure += 1) {
      const before = stage.server.count(POLL);
      stage.server.last(POLL).lose();
      let waited = 0;
      while (stage.server.count(POLL) === before) {
        await pass(500);
        waited += 500;
      }
      at.push(waited);
    }
    expect(at[4]).toBeGreaterThan(4 * (at[0] ?? 0));
    expect(stage.find("server-down").hidden).toBe(true);
    stage.server.last("/api/assist/panel").lose();
    await pass();
    expect(stage.find("server-down").hidden).toBe(false);
  });
});
