import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { extension, opened } from "./fixtures";
import { settled } from "./fakes";
import { found, Stage, tick, todo } from "./stage";

const TICKS = "/api/assist/ticks";
let stage: Stage;

beforeEach(async () => {
  stage = new Stage();
  await stage.open(opened(1001, { extension: extension(1001, "BB", "USCN", "17000000007") }));
  stage.server.last("/api/assist/lookup").answer(200, found(1001, todo(2), todo(3, tick(true, 4)), todo(5)));
  await settled();
});
afterEach(() => {
  stage.end();
  vi.useRealTimers();
});

const done = (id: number): string | undefined => stage.find(`todo-${String(id)}`).dataset.done;

describe("a tick", () => {
  it("is shown at once and sent with what was seen and reported", async () => {
    await stage.click("tick-2");
    expect(done(2)).toBe("true");
    expect(stage.text("todo-2")).toContain("正在保存");
    const sent = stage.server.last(TICKS);
    expect([sent.message.method, sent.path]).toEqual(["PUT", "/api/assist/ticks/1001/2"]);
    expect(sent.body).toEqual({
      done: true,
      version: 0,
      reported: { userid: 88001, xinfang_id: 5601 },
      market: "USCN",
      business: "BB",
      cn_num: "17000000007",
      tags: ["T1001", "VIP"],
    });
    sent.answer(200, tick(true, 1, "李娜"));
    await settled();
    expect(stage.text("todo-2")).toContain("李娜");
    expect(stage.find("tick-2").getAttribute("aria-checked")).toBe("true");
  });

  it("is sent once while it is on its way", async () => {
    await stage.click("todo-2");
    await stage.click("todo-2");
    expect(stage.server.count(TICKS)).toBe(1);
  });

  it("that is stale shows the newer truth and its author", async () => {
    await stage.click("todo-3");
    expect(done(3)).toBe("false");
    stage.server.last(TICKS).answer(409, { code: "stale", detail: "stale", tick: tick(true, 6, "李四") });
    await settled();
    expect(done(3)).toBe("true");
    expect(stage.text("notice")).toContain("李四刚刚改过这一项");
    await stage.click("todo-3");
    expect(stage.server.last(TICKS).body.version).toBe(6);
  });

  it("that somebody else made first is not taken for one's own", async () => {
    await stage.click("todo-2");
    stage.server.last(TICKS).answer(200, tick(true, 1, "王强"));
    await settled();
    expect(done(2)).toBe("true");
    expect(stage.text("notice")).toBe("王强已经改成这样了");
    expect(stage.has("undo")).toBe(false);
  });

  it("that was not saved is rolled back and says why", async () => {
    for (const [fail, why] of [
      [() => { stage.server.last(TICKS).lose(); }, "暂时连不上"],
      [() => { stage.server.last(TICKS).answer(422, { code: "invalid", detail: "Not tickable." }); }, "Not tickable."],
      [() => { stage.server.last(TICKS).answer(500, { code: "error", detail: "id 7" }); }, "服务出错（id 7）"],
    ] as const) {
      await stage.click("todo-2");
      fail();
      await settled();
      expect(done(2)).toBe("false");
      expect(stage.text("notice")).toContain(why);
    }
  });

  it("on a reminder that is gone asks for the list again", async () => {
    const before = stage.server.count("/api/assist/lookup");
    await stage.click("todo-2");
    stage.server.last(TICKS).answer(404, { code: "not_found", detail: "gone" });
    await settled();
    expect(stage.server.count("/api/assist/lookup")).toBe(before + 1);
  });

  it("is not lost when the account changes, and tells when it was not saved", async () => {
    await stage.click("todo-2");
    const sent = stage.server.last(TICKS);
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    await stage.open(opened(1002));
    expect(sent.message.signal).toBeUndefined();
    sent.lose();
    await settled();
    expect(stage.text("notice")).toContain("账户 1001 的勾选没有保存");
  });

  it("is not undone by a look-up that was asked before it", async () => {
    await stage.click("panel-refresh");
    const slow = stage.server.last("/api/assist/lookup");
    await stage.click("todo-2");
    slow.answer(200, found(1001, todo(2)));
    await settled();
    expect(done(2)).toBe("true");
    stage.server.last(TICKS).answer(200, tick(true, 1, "李娜"));
    await stage.click("panel-refresh");
    stage.server.last("/api/assist/lookup").answer(200, found(1001, todo(2)));
    await settled();
    expect(done(2)).toBe("true");
  });
});

describe("taking a tick back", () => {
  it("sends the opposite with the new version", async () => {
    await stage.click("todo-2");
    stage.server.last(TICKS).answer(200, tick(true, 1, "李娜"));
    await settled();
    await stage.click("undo");
    expect(stage.server.last(TICKS).body).toMatchObject({ done: false, version: 1 });
    stage.server.last(TICKS).answer(200, tick(false, 2));
    await settled();
    expect(done(2)).toBe("false");
    expect(stage.has("undo")).toBe(false);
  });

  it("waits for a tick that is still on its way", async () => {
    await stage.click("todo-2");
    await stage.key("z");
    expect(stage.server.count(TICKS)).toBe(1);
    stage.server.last(TICKS).answer(200, tick(true, 1, "李娜"));
    await settled();
    expect(stage.server.last(TICKS).body).toMatchObject({ done: false, version: 1 });
  });

  it("is offered for ten seconds", async () => {
    vi.useFakeTimers();
    const click = stage.click("todo-2");
    await vi.advanceTimersByTimeAsync(1);
    await click;
    stage.server.last(TICKS).answer(200, tick(true, 1, "李娜"));
    await vi.advanceTimersByTimeAsync(9000);
    expect(stage.has("undo")).toBe(true);
    await vi.advanceTimersByTimeAsync(1500);
    expect(stage.has("undo")).toBe(false);
    const key = stage.key("z");
    await vi.advanceTimersByTimeAsync(1);
    await key;
    expect(stage.server.count(TICKS)).toBe(1);
  });
});

describe("keys", () => {
  it("walk the rows and tick, only while the focus is in the panel", async () => {
    stage.find("todo-2").focus();
    await stage.key("j");
    expect(stage.root.activeElement).toBe(stage.find("todo-3"));
    await stage.key("k");
    await stage.key("x");
    expect(stage.server.last(TICKS).path).toBe("/api/assist/ticks/1001/2");
    expect(stage.root.activeElement).toBe(stage.find("todo-2"));
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true }));
    await settled();
    expect(stage.server.count(TICKS)).toBe(1);
  });

  it("pressed in the panel are not heard by the page", async () => {
    const heard = vi.fn();
    document.addEventListener("keydown", heard);
    stage.find("todo-2").focus();
    await stage.key("j");
    await stage.key("q");
    document.removeEventListener("keydown", heard);
    expect(heard).not.toHaveBeenCalled();
  });
});
