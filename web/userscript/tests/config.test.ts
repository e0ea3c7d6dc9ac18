import { afterEach, describe, expect, it, vi } from "vitest";
import { adopt, isOlder, readPanel } from "../src/server/panel";
import { DEMO_PROFILE } from "../src/site/profile";
import { opened } from "./fixtures";
import { settled } from "./fakes";
import { FIXED, found, Stage } from "./stage";

const LI = { id: 1, name: "李娜", login: "agent-li" };

describe("a configuration", () => {
  it("is the built-in one where the server says nothing, or nonsense", () => {
    for (const body of [{}, null, [], { profile: 5, links: "x", tweaks: [], sections: {}, enabled: null }]) {
      const { profile, enabled, tweaks, sections } = readPanel(body, DEMO_PROFILE);
      expect(profile).toEqual(DEMO_PROFILE);
      expect([enabled, tweaks, sections]).toEqual([true, { functionalIds: true, blankHover: true }, []]);
    }
  });

  it("takes what is of the right kind, under its own or its snake-case name", () => {
    const given = {
      endpoints: { extension: "GetOther", accounts: 5 },
      extension: { cn_number: "Base.Number" },
      tickets: { pageSize: "30", hidden_statuses: ["DONE", 7] },
      selectors: { planName: "" },
    };
    const profile = adopt(DEMO_PROFILE, given);
    expect(profile.endpoints).toEqual({ ...DEMO_PROFILE.endpoints, extension: "GetOther" });
    expect(profile.extension.cnNumber).toBe("Base.Number");
    expect([profile.tickets.pageSize, profile.tickets.hiddenStatuses]).toEqual([30, ["DONE"]]);
    expect(profile.selectors).toEqual(DEMO_PROFILE.selectors);
  });

  it("knows which version is the older", () => {
    for (const [a, b, older] of [["0.1.0", "0.2.0", true], ["0.10.0", "0.9.9", false], ["1.0", "1.0.0", false], ["1", "1.0.1", true]] as const) {
      expect(isOlder(a, b)).toBe(older);
    }
  });
});

describe("the panel", () => {
  let stage: Stage | undefined;
  afterEach(() => {
    stage?.end();
    document.body.replaceChildren();
    vi.useRealTimers();
  });

  it("goes by what was served last while the server is away", () => {
    stage = new Stage({ token: "t", agent: LI, panel: { enabled: false, message: "停用" } });
    expect(stage.text("panel-placeholder")).toContain("停用");
    expect(stage.page.XMLHttpRequest.prototype.open.name).toBe("open");
  });

  it("stops reading the page when it is switched off, and begins again when it is on", async () => {
    stage = new Stage();
    const native = stage.page.fetch;
    stage.server.last("/api/assist/panel").answer(200, { agent: LI, enabled: false, message: null });
    await settled();
    expect(stage.page.fetch).not.toBe(native);
    await stage.open(opened(1001));
    expect(stage.server.count("/api/assist/lookup")).toBe(0);
    expect(stage.text("panel-placeholder")).toContain("暂时停用");
    stage.storage.remote?.();
    stage.server.last("/api/assist/panel").answer(200, { agent: LI, enabled: true });
    await settled();
    await stage.open(opened(1001));
    expect(stage.server.count("/api/assist/lookup")).toBeGreaterThan(0);
  });

  it("empties what it showed when it is switched off", async () => {
    stage = new Stage();
    await stage.open(opened(1001));
    stage.server.last("/api/assist/lookup").answer(200, found(1001, FIXED));
    await settled();
    stage.server.last("/api/assist/panel").answer(200, { agent: LI, enabled: false, message: "停" });
    await settled();
    expect(stage.text("panel-account")).toBe("Deskside");
    expect(stage.has("reminder-1")).toBe(false);
  });

  it("reports use in one batch, and is silent when that fails", async () => {
    vi.useFakeTimers();
    stage = new Stage();
    const answer = stage.ask(opened(1001));
    for (const part of ["extension", "accounts"] as const) {
      void answer(part);
      await vi.advanceTimersByTimeAsync(1);
    }
    stage.root.addEventListener("click", (event) => { event.preventDefault(); });
    for (const testid of ["link-bills", "link-bills", "plan-open"]) {
      const click = new MouseEvent("click", { bubbles: true, cancelable: true });
      stage.find(testid).dispatchEvent(Object.defineProperty(click, "isTrusted", { value: true }));
    }
    expect(stage.server.count("/api/assist/usage")).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    const sent = stage.server.last("/api/assist/usage");
    expect(sent.body).toEqual({
      events: [
        { kind: "link", key: "bills", acct_id: 1001 },
        { kind: "link", key: "bills", acct_id: 1001 },
        { kind: "plan", key: "20101", acct_id: 1001 },
      ],
    });
    sent.lose();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stage.server.count("/api/assist/usage")).toBe(1);
    expect(stage.find("server-down").hidden).toBe(true);
  });
});
