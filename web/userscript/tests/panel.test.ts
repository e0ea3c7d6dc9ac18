import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { overlaps, typingInto } from "../src/panel/place";
import { opened } from "./fixtures";
import { settled, trusted } from "./fakes";
import { found, Stage, todo } from "./stage";

let stage: Stage;
function begin(kept?: Record<string, unknown>): void {
  stage = kept === undefined ? new Stage() : new Stage(kept);
}
beforeEach(() => { begin(); });
afterEach(() => {
  stage.end();
  document.body.replaceChildren();
  vi.useRealTimers();
});

async function pairWith(code: string): Promise<void> {
  const field = stage.find("pair-code") as HTMLInputElement;
  field.value = code;
  stage.find("pair-form").dispatchEvent(trusted(new Event("submit", { bubbles: true, cancelable: true })));
  await settled();
}

describe("pairing", () => {
  beforeEach(() => {
    stage.end();
    begin({});
  });

  it("turns a code into a token, and looks up at once", async () => {
    await stage.open(opened(1001));
    expect(stage.server.sent).toEqual([]);
    expect(stage.text("section-facts")).toContain("2019-04-28");
    expect(stage.text("section-todos")).toContain("配对后显示");
    await pairWith(" k7qm-2xpd ");
    const sent = stage.server.last("/api/assist/devices");
    expect(sent.body).toEqual({ code: "K7QM-2XPD", script_version: "0.1.0" });
    sent.answer(201, { token: "new", agent: { id: 3, name: "李娜", login: "agent-li", department_id: null } });
    await settled();
    expect(stage.storage.read("token")).toBe("new");
    expect(stage.find("pair-form").hidden).toBe(true);
    expect(stage.text("panel-agent")).toBe("李娜");
    expect(stage.server.last("/api/assist/lookup").message.headers.Authorization).toBe("Bearer new");
  });

  it("keeps a refused code in its field and says what to do", async () => {
    await pairWith("NOPE");
    stage.server.last("/api/assist/devices").answer(400, { code: "bad_request", detail: "no" });
    await settled();
    expect(stage.text("pair-error")).toContain("重新生成");
    expect((stage.find("pair-code") as HTMLInputElement).value).toBe("NOPE");
    await pairWith("   ");
    expect(stage.server.count("/api/assist/devices")).toBe(1);
  });

  it("comes to every tab", async () => {
    await stage.open(opened(1001));
    stage.storage.write("token", "elsewhere");
    stage.storage.remote?.();
    await settled();
    expect(stage.server.last("/api/assist/lookup").message.headers.Authorization).toBe("Bearer elsewhere");
  });
});

describe("a token that is no longer accepted", () => {
  it("leads back to pairing, and what was typed before survives", async () => {
    ;(stage.find("pair-code") as HTMLInputElement).value = "TYPED";
    await stage.open(opened(1001));
    stage.server.last("/api/assist/lookup").answer(401, { code: "unauthorized", detail: "revoked" });
    await settled();
    expect(stage.find("pair-form").hidden).toBe(false);
    expect((stage.find("pair-code") as HTMLInputElement).value).toBe("TYPED");
    expect(stage.storage.read("token")).toBeUndefined();
    expect(stage.text("section-facts")).toContain("2019-04-28");
  });

  it("does not throw away a newer one", async () => {
    await stage.open(opened(1001));
    stage.storage.write("token", "newer");
    stage.server.last("/api/assist/lookup").answer(401, {});
    await settled();
    expect(stage.storage.read("token")).toBe("newer");
  });
});

describe("our server away", () => {
  it("is said plainly, and asked again until it is back", async () => {
    await stage.open(opened(1001));
    stage.server.last("/api/assist/lookup").lose();
    vi.useFakeTimers();
    await vi.advanceTimersByTimeAsync(1);
    expect(stage.find("server-down").hidden).toBe(false);
    expect(stage.text("server-down")).toContain("Deskside 服务暂时连不上");
    expect(stage.find("section-todos").dataset.state).toBe("failed");
    expect(stage.text("section-facts")).toContain("2019-04-28");
    await vi.advanceTimersByTimeAsync(3000);
    stage.server.last("/api/assist/panel").lose();
    await vi.advanceTimersByTimeAsync(5000);
    expect(stage.server.count("/api/assist/panel")).toBe(3);
    stage.server.last("/api/assist/panel").answer(200, {});
    await vi.advanceTimersByTimeAsync(1);
    stage.server.last("/api/assist/lookup").answer(200, found(1001, todo(2)));
    await vi.advanceTimersByTimeAsync(1);
    expect(stage.find("server-down").hidden).toBe(true);
    expect(stage.has("todo-2")).toBe(true);
  });

  it("behind a proxy is the same", async () => {
    await stage.open(opened(1001));
    stage.server.last("/api/assist/lookup").answer(502, {});
    await settled();
    expect(stage.find("server-down").hidden).toBe(false);
  });
});

describe("the plan", () => {
  beforeEach(async () => {
    await stage.open(opened(1001));
    await stage.click("plan-open");
  });

  it("opens with contract, fee, discount and note", async () => {
    expect(stage.find("plan-popup").dataset.state).toBe("loading");
    const plan = { plan_id: 20101, name: "宽带", contract: "12 个月", business: "BB", fee: "$49.99", discount: null, note: "备注在此" };
    stage.server.last("/api/assist/plans/20101").answer(200, plan);
    await settled();
    for (const text of ["12 个月", "$49.99", "备注在此", "未填写"]) expect(stage.text("plan-popup")).toContain(text);
    await stage.key("Escape");
    expect(stage.find("plan-popup").hidden).toBe(true);
  });

  it("that nobody registered says so", async () => {
    stage.server.last("/api/assist/plans/20101").answer(404, { code: "not_found", detail: "unknown" });
    await settled();
    expect(stage.text("plan-unknown")).toContain("还没有登记");
  });

  it("moves by arrow keys and remembers where", async () => {
    const before = stage.find("plan-popup").style.left;
    stage.find("plan-popup-handle").focus();
    await stage.key("ArrowLeft");
    expect(stage.find("plan-popup").style.left).not.toBe(before);
    expect(stage.storage.read("plan-popup")).toEqual({ x: Number.parseInt(stage.find("plan-popup").style.left), y: 96 });
  });
});

describe("the panel", () => {
  it("remembers folded sections, side and fold", async () => {
    await stage.open(opened(1001));
    await stage.click("toggle-facts");
    await stage.click("panel-side");
    await stage.click("panel-fold");
    const { values } = stage.storage;
    stage.end();
    begin(Object.fromEntries(values));
    await stage.open(opened(1001));
    expect(stage.find("toggle-facts").getAttribute("aria-expanded")).toBe("false");
    expect(stage.find("toggle-plan").getAttribute("aria-expanded")).toBe("true");
    const frame = stage.root.querySelector<HTMLElement>(".frame");
    expect(frame?.dataset).toMatchObject({ side: "left", folded: "true" });
    await stage.click("panel-tab");
    expect(frame?.dataset.folded).toBe("false");
  });

  it("gives way to what the agent types into, and comes back", () => {
    const field = document.createElement("textarea");
    const box = { left: window.innerWidth - 400, right: window.innerWidth - 50, top: 500, bottom: 600 };
    field.getBoundingClientRect = () => box as DOMRect;
    document.body.append(field);
    const frame = stage.root.querySelector<HTMLElement>(".frame");
    field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    expect(frame?.dataset).toMatchObject({ side: "right", folded: "true" });
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    expect(frame?.dataset.folded).toBe("false");
    expect(stage.storage.read("folded")).toBeUndefined();
    box.right = window.innerWidth;
    box.top = 100;
    field.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    expect(frame?.dataset).toMatchObject({ side: "left", folded: "true" });
  });

  it("knows what is typed into", () => {
    const make = (html: [string, Record<string, string>]): HTMLElement => {
      const element = document.createElement(html[0]);
      for (const [name, value] of Object.entries(html[1])) element.setAttribute(name, value);
      return element;
    };
    expect(typingInto(make(["input", {}]))).not.toBeNull();
    expect(typingInto(make(["select", {}]))).not.toBeNull();
    expect(typingInto(make(["input", { type: "checkbox" }]))).toBeNull();
    expect(typingInto(make(["button", {}]))).toBeNull();
    expect(typingInto(document)).toBeNull();
    expect(overlaps({ left: 0, top: 0, right: 10, bottom: 10 }, { left: 10, top: 0, right: 20, bottom: 10 })).toBe(false);
  });
});
