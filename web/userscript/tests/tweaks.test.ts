import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { blankHover } from "../src/tweaks/blank-hover";
import { functionalIds } from "../src/tweaks/functional-ids";
import { runTweaks, type Tweak } from "../src/tweaks/tweak";
import { DEMO_PROFILE } from "../src/site/profile";

const { functionalAccounts, planName } = DEMO_PROFILE.selectors;
let end: AbortController;
let off: string[];

function run(...tweaks: Tweak[]): void {
  runTweaks(document, tweaks, (title) => off.push(title), end.signal);
}

async function changed(): Promise<void> {
  await new Promise((resolve) => { setTimeout(resolve, 80); });
}

function dropDown(options: [string | null, string][], id = "chooseid", tag = "select"): HTMLElement {
  const box = document.createElement("div");
  box.id = "ProductDetailContainer";
  const select = document.createElement(tag);
  select.id = id;
  for (const [value, text] of options) {
    const option = document.createElement("option");
    if (value !== null) option.setAttribute("value", value);
    option.textContent = text;
    select.append(option);
  }
  box.append(select);
  document.body.replaceChildren(box);
  return select;
}

const texts = (): (string | null)[] => [...document.querySelectorAll("option")].map((option) => option.textContent);

beforeEach(() => {
  end = new AbortController();
  off = [];
  document.body.replaceChildren();
});
afterEach(() => { end.abort(); });

describe("ids in the drop-down", () => {
  it("come before each text, once, however often the page changes", async () => {
    run(functionalIds(functionalAccounts));
    const select = dropDown([["770301", "Living room"], ["770302", " Parents "]]);
    await changed();
    expect(texts()).toEqual(["(770301) - Living room", "(770302) - Parents"]);
    select.append(document.createElement("option"));
    document.body.append(document.createElement("p"));
    await changed();
    expect(texts()).toEqual(["(770301) - Living room", "(770302) - Parents", ""]);
    dropDown([["1", "Anew"]]);
    await changed();
    expect(texts()).toEqual(["(1) - Anew"]);
    expect(off).toEqual([]);
  });

  it("leave an option whose text is its value, and what is chosen", () => {
    const select = dropDown([[null, "Text"], ["", "Choose…"], ["5", "Five"]]) as HTMLSelectElement;
    select.value = "5";
    run(functionalIds(functionalAccounts));
    expect(texts()).toEqual(["Text", "Choose…", "(5) - Five"]);
    expect(select.value).toBe("5");
  });

  it("switch themselves off when the drop-down is none", async () => {
    dropDown([], "chooseid", "div");
    run(functionalIds(functionalAccounts));
    expect(off).toEqual(["功能账户编号"]);
    dropDown([["5", "Five"]]);
    await changed();
    expect(texts()).toEqual(["Five"]);
    expect(off).toHaveLength(1);
  });

  it("switch themselves off when the selector is no selector, and leave the other tweak on", () => {
    const plan = document.createElement("b");
    plan.id = "func_sp_plan_des";
    plan.textContent = "A plan with a long name";
    document.body.append(plan);
    run(functionalIds("##"), blankHover(planName));
    expect(off).toEqual(["功能账户编号"]);
    expect(document.querySelector("b")).not.toBe(plan);
  });

  it("end with the page", async () => {
    run(functionalIds(functionalAccounts));
    end.abort();
    dropDown([["5", "Five"]]);
    await changed();
    expect(texts()).toEqual(["Five"]);
  });
});

describe("the blank pop-up", () => {
  function plan(text: string): { node: HTMLElement; hover: ReturnType<typeof vi.fn>; } {
    const node = document.createElement("span");
    node.id = "func_sp_plan_des";
    node.className = "kept";
    node.textContent = text;
    const hover = vi.fn();
    node.addEventListener("mouseenter", hover);
    document.body.replaceChildren(node);
    return { node, hover };
  }

  it("is gone once the name is there, and the name stays", () => {
    const { hover } = plan("Business Broadband 100M");
    run(blankHover(planName));
    const now = document.querySelector("#func_sp_plan_des");
    now?.dispatchEvent(new Event("mouseenter"));
    expect(hover).not.toHaveBeenCalled();
    expect([now?.textContent, now?.className]).toEqual(["Business Broadband 100M", "kept"]);
  });

  it("waits for a text longer than ten", async () => {
    const { node } = plan("0123456789");
    run(blankHover(planName));
    expect(document.querySelector("#func_sp_plan_des")).toBe(node);
    node.textContent = "0123456789x";
    await changed();
    const copy = document.querySelector("#func_sp_plan_des");
    expect(copy).not.toBe(node);
    document.body.append(document.createElement("p"));
    await changed();
    expect(document.querySelector("#func_sp_plan_des")).toBe(copy);
  });
});
