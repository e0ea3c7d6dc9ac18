import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { accounts, admin, ahc, businessAccount, extension, opened, permutations, tags, ticketList } from "./fixtures";
import { LI, settled } from "./fakes";
import { FIXED, found, Stage, tick, todo } from "./stage";

let stage: Stage;
beforeEach(() => { stage = new Stage(); });
afterEach(() => {
  stage.end();
  vi.useRealTimers();
});

describe("opening an account", () => {
  it("looks up at once when product and market are known, and once more when the tags come", async () => {
    const answer = stage.ask(opened(1001));
    await answer("extension");
    expect(stage.server.count("/api/assist/lookup")).toBe(0);
    await answer("accounts");
    const first = stage.server.last("/api/assist/lookup");
    expect(first.body).toEqual({ acct_id: 1001, market: "USCN", business: "BB" });
    expect(first.message.headers.Authorization).toBe("Bearer t");
    await answer("tags");
    expect(stage.server.last("/api/assist/lookup").body).toEqual({ ...first.body, tags: ["T1001", "VIP"] });
    await answer("admin");
    expect(stage.server.count("/api/assist/lookup")).toBe(2);
  });

  it("asks twice at most, and last with everything, in every order", async () => {
    for (const order of permutations(["extension", "accounts", "tags", "admin"] as const)) {
      stage.end();
      stage = new Stage();
      const answer = stage.ask(opened(1001));
      for (const part of order) await answer(part);
      expect(stage.server.count("/api/assist/lookup")).toBeLessThanOrEqual(2);
      expect(stage.server.last("/api/assist/lookup").body.tags).toEqual(["T1001", "VIP"]);
    }
  });

  it("shows facts, plan, links and reminders", async () => {
    await stage.open(opened(1001));
    stage.server.last("/api/assist/lookup").answer(200, found(1001, FIXED, todo(2), todo(3, tick(true, 1, "李娜"))));
    await settled();
    expect(stage.text("panel-account")).toBe("1001");
    expect(stage.text("section-facts")).toContain("2019-04-28");
    expect(stage.text("section-facts")).toContain("2026-03-13 至 2027-03-12");
    expect(stage.text("section-plan")).toContain("20101Plan of 1001");
    expect(stage.text("section-links")).toContain("E911 地址");
    expect(stage.text("section-reminders")).toContain("先核实身份");
    expect(stage.text("section-todos")).toContain("1 待办 / 2");
    expect(stage.find("todo-3").dataset.done).toBe("true");
    expect(stage.text("todo-3")).toContain("李娜");
  });

  it("shows tag reminders only once the tags are known", async () => {
    const answer = stage.ask(opened(1001));
    await answer("extension");
    await answer("accounts");
    const tagged = { ...FIXED, id: 4, content: "VIP 客户", tag: "VIP" };
    stage.server.last("/api/assist/lookup").answer(200, found(1001, FIXED, tagged));
    await settled();
    expect(stage.text("section-reminders")).not.toContain("VIP 客户");
    await answer("tags");
    stage.server.last("/api/assist/lookup").answer(200, found(1001, FIXED, tagged));
    await settled();
    expect(stage.text("section-reminders")).toContain("VIP 客户");
  });

  it("takes the product as it is when the page never asks for the list", async () => {
    vi.useFakeTimers();
    const xhr = new stage.page.XMLHttpRequest();
    xhr.open("GET", "/s/GetProductExtensionData");
    xhr.send();
    xhr.answer(extension(5));
    await vi.advanceTimersByTimeAsync(3500);
    expect(stage.server.last("/api/assist/lookup").body.business).toBe("BB");
  });

  it("with two answers on their way shows the later question", async () => {
    await stage.open(opened(1001));
    const [without, withTags] = stage.server.sent.filter((sent) => sent.path === "/api/assist/lookup");
    withTags?.answer(200, found(1001, todo(2)));
    await settled();
    without?.answer(200, found(1001, todo(9)));
    await settled();
    expect([stage.has("todo-2"), stage.has("todo-9")]).toEqual([true, false]);
  });

  it("says of each part whether it is on its way, empty or failed", async () => {
    const answer = stage.ask(opened(1001));
    expect(stage.text("panel-placeholder")).toBe("打开一个账户后，这里显示它的提醒、计划、工单和资料。");
    await settled();
    expect(stage.text("panel-placeholder")).toBe("正在打开账户…");
    await answer("extension");
    const state = (name: string): string | undefined => stage.find(`section-${name}`).dataset.state;
    expect(["facts", "plan", "todos", "tickets"].map(state)).toEqual(["loading", "loading", "loading", "empty"]);
    await answer("accounts");
    stage.server.last("/api/assist/lookup").answer(400, { code: "bad_request", detail: "Unknown business X; known: BB" });
    await settled();
    expect(state("todos")).toBe("failed");
    expect(stage.text("section-todos")).toContain("Unknown business X; known: BB");
    await answer("tags");
    stage.server.last("/api/assist/lookup").answer(200, found(1001));
    await settled();
    expect(["reminders", "todos"].map(state)).toEqual(["empty", "empty"]);
  });
});

describe("changing the account", () => {
  it("shows nothing of the one before, from the CRM or from our server", async () => {
    vi.spyOn(performance, "now").mockReturnValueOnce(0);
    const first = stage.ask(opened(1001));
    await first("extension");
    await first("accounts");
    const late = stage.server.last("/api/assist/lookup");
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    const second = stage.ask(opened(1002));
    await settled();
    expect(late.message.signal?.aborted).toBe(true);
    expect(stage.text("panel-account")).toBe("Deskside");
    late.answer(200, found(1001, todo(77)));
    await first("tags");
    expect(stage.find("panel").textContent).not.toMatch(/1001|待办 77|20101/);
    for (const part of ["tags", "accounts", "extension", "admin"] as const) await second(part);
    stage.server.last("/api/assist/lookup").answer(200, found(1002, todo(8)));
    await settled();
    expect(stage.has("todo-8")).toBe(true);
    expect(stage.find("panel").textContent).not.toMatch(/1001|待办 77/);
  });

  it("closes the pop-up of the plan before", async () => {
    await stage.open(opened(1001));
    await stage.click("plan-open");
    expect(stage.find("plan-popup").hidden).toBe(false);
    stage.ask(opened(1002));
    await settled();
    expect(stage.find("plan-popup").hidden).toBe(true);
  });

  it("drops late tickets", async () => {
    const waiting: ((response: Response) => void)[] = [];
    stage.tickets = () => new Promise((resolve) => { waiting.push(resolve); });
    await stage.open(opened(1001));
    stage.tickets = () => Promise.resolve(new Response(ticketList({ TicketId: 2, Title: "B", Status: "OPEN" })));
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    await stage.open(opened(1002));
    expect(waiting).toHaveLength(2);
    for (const give of waiting) give(new Response(ticketList({ TicketId: 1, Title: "A", Status: "OPEN" })));
    await settled();
    expect([stage.has("ticket-1"), stage.has("ticket-2")]).toEqual([false, true]);
  });
});

describe("tickets", () => {
  it("are asked beside the CRM's other requests, twice, and the hidden ones are counted", async () => {
    stage.tickets = (body) =>
      Promise.resolve(
        new Response(
          body.includes("isCancel=true")
            ? ticketList({ TicketId: 3, Title: "c", Status: "CANCELLED" })
            : ticketList({ TicketId: 1, Title: "open one", Status: "OPEN" }, { TicketId: 2, Title: "b", Status: "Closed" }),
        ),
      );
    await stage.open(opened(1001));
    expect(stage.ticketCalls.map((call) => new URL(call.url).pathname)).toEqual(Array(2).fill("/crm/service/GetTicketList"));
    expect(stage.text("ticket-1")).toContain("open one");
    expect(stage.text("tickets-hidden")).toBe("已按状态隐藏 2 张（CLOSED 1，CANCELLED 1）");
  });

  it("say when one or both questions failed", async () => {
    stage.tickets = (body) => Promise.resolve(new Response(ticketList(), { status: body.includes("true") ? 500 : 200 }));
    await stage.open(opened(1001));
    expect(stage.text("tickets-partial")).toContain("可能不全");
    stage.tickets = () => Promise.resolve(new Response("<html>sign in</html>"));
    await stage.click("panel-refresh");
    expect(stage.find("section-tickets").dataset.state).toBe("failed");
  });
});

describe("an AHC account", () => {
  it("shows the plan and contract of the functional account", async () => {
    const texts = { extension: extension(1003, "AHC"), accounts: accounts([businessAccount(1003)]), ahc: ahc(20202, "China"), tags: tags("") };
    await stage.open(texts);
    expect(stage.text("section-plan")).toContain("20202China");
    expect(stage.text("section-facts")).toContain("2024-02-01 至 2027-01-31");
    expect(stage.text("section-facts")).toContain("激活2024-02-01");
  });
});

describe("text", () => {
  const HOSTILE = '<img src=x onerror="window.__trap=1"><script>window.__trap=1</script>&lt;b&gt;';

  it("of the CRM and of our server never becomes HTML", async () => {
    stage.tickets = () => Promise.resolve(new Response(ticketList({ TicketId: 1, Title: HOSTILE, Status: HOSTILE })));
    const row = businessAccount(1001, { ComboName: HOSTILE, ComboId: HOSTILE });
    await stage.open(opened(1001, { accounts: accounts([row]), extension: extension(1001, "CP", HOSTILE), admin: admin() }));
    const reminders = [{ ...FIXED, content: HOSTILE, tag: HOSTILE }, todo(2, tick(true, 1, HOSTILE), { content: HOSTILE })];
    stage.server.last("/api/assist/lookup").answer(200, found(1001, ...reminders));
    await settled();
    await stage.click("plan-open");
    const plan = { plan_id: HOSTILE, name: HOSTILE, contract: HOSTILE, business: HOSTILE, fee: HOSTILE, discount: HOSTILE, note: HOSTILE };
    stage.server.last("/api/assist/plans").answer(200, plan);
    await settled();
    expect(stage.root.querySelectorAll("img, script, b").length).toBe(0);
    const shown = stage.root.textContent.split(HOSTILE).length - 1;
    expect(shown).toBeGreaterThanOrEqual(12);
    expect("__trap" in window).toBe(false);
  });

  it("of a reminder shows its addresses as links", async () => {
    await stage.open(opened(1001));
    const content = "见 https://a.test/x?y=1。或 http://b.test), javascript:alert(1) https://";
    stage.server.last("/api/assist/lookup").answer(200, found(1001, { ...FIXED, content }));
    await settled();
    const row = stage.find("reminder-1");
    expect(row.textContent).toBe(content);
    const links = [...row.querySelectorAll("a")];
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["https://a.test/x?y=1", "http://b.test/"]);
    expect(links.every((link) => link.rel === "noopener noreferrer" && link.target === "_blank")).toBe(true);
  });
});

describe("a click that no person made", () => {
  it("does nothing", async () => {
    await stage.open(opened(1001));
    stage.server.last("/api/assist/lookup").answer(200, found(1001, todo(2)));
    await settled();
    stage.find("todo-2").dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
    stage.find("tick-2").click();
    await settled();
    expect(stage.server.count("/api/assist/ticks")).toBe(0);
    expect(stage.find("todo-2").dataset.done).toBe("false");
  });
});

describe("the end of the page", () => {
  it("takes everything along", async () => {
    await stage.open(opened(1001));
    const asked = stage.server.last("/api/assist/lookup");
    stage.end();
    expect(asked.message.signal?.aborted).toBe(true);
    expect(document.querySelector("deskside-panel")).toBeNull();
    const sent = stage.server.sent.length;
    await stage.open(opened(1002));
    expect(stage.server.sent).toHaveLength(sent);
  });
});

describe("the agent", () => {
  it("is named at the foot", async () => {
    await settled();
    expect(stage.text("panel-agent")).toBe(LI.name);
  });
});
