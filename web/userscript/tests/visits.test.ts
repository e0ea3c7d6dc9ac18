import { describe, expect, it } from "vitest";
import { accountView, type AccountView } from "../src/site/account";
import { Memory } from "../src/site/memory";
import { readAnswer } from "../src/site/parsers";
import { DEMO_PROFILE as profile, PARTS, type Part } from "../src/site/profile";
import { Visits, type Ask } from "../src/site/visits";
import { accounts, ahc, businessAccount, extension, opened, permutations, tags, type Texts } from "./fixtures";

/** A page in front of the visits: asks, answers, and what a panel would show. */
class Page {
  readonly memory = new Memory();
  readonly views: (AccountView | null)[] = [];
  readonly visits = new Visits((visit) => {
    if (visit !== this.visits.current) return;
    this.memory.learn(visit);
    this.views.push(accountView(visit, this.memory, profile));
  });

  get view(): AccountView | null {
    return accountView(this.visits.current, this.memory, profile);
  }

  ask(texts: Texts, at: number, order: readonly Part[] = PARTS): Map<Part, Ask> {
    return new Map(order.filter((part) => texts[part] !== undefined).map((part) => [part, this.visits.asked(part, at)]));
  }

  answer(asks: Map<Part, Ask>, texts: Texts, order: readonly Part[]): boolean[] {
    return order.map((part) => {
      const ask = asks.get(part);
      if (ask === undefined) throw new Error(part);
      return this.visits.answered(ask, readAnswer(part, texts[part] ?? "", profile));
    });
  }
}

const A = opened(1001);
const B = opened(1002, { accounts: accounts([businessAccount(1002, { ComboTag: "Prime" })]) });
const parts = (texts: Texts): Part[] => PARTS.filter((part) => texts[part] !== undefined);

describe("one account", () => {
  it("is the same in whatever order its answers come", () => {
    const texts = { ...opened(1003), extension: extension(1003, "AHC"), ahc: ahc() };
    const seen = permutations(parts(texts)).map((order) => {
      const page = new Page();
      page.answer(page.ask(texts, 0), texts, order);
      return JSON.stringify(page.view);
    });
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(1);
    expect(JSON.parse(seen[0] ?? "")).toMatchObject({ acctId: 1003, plan: { value: { id: "20201" } }, tags: ["T1003", "VIP"] });
  });

  it("is the same in whatever order it was asked for", () => {
    const seen = permutations(parts(A)).map((order) => {
      const page = new Page();
      page.answer(page.ask(A, 0, order), A, order);
      return JSON.stringify({ ...page.view, epoch: 0 });
    });
    expect(new Set(seen).size).toBe(1);
  });

  it("shows the parts that came when others failed", () => {
    const page = new Page();
    const asks = page.ask(A, 0);
    page.answer(asks, A, ["extension", "tags"]);
    page.visits.answered(asks.get("accounts") as Ask, null);
    expect(page.view).toMatchObject({ business: "BB", facts: { kind: "failed" }, plan: { kind: "failed" } });
  });

  it("that is in no list says so", () => {
    const page = new Page();
    const texts = { extension: extension(5), accounts: accounts([businessAccount(6)]) };
    page.answer(page.ask(texts, 0), texts, ["accounts", "extension"]);
    expect(page.view?.facts.kind).toBe("missing");
  });
});

describe("the product", () => {
  const business = (product: string, comboTag: string, order: Part[]): string | null | undefined => {
    const texts = { extension: extension(1, product), accounts: accounts([businessAccount(1, { ComboTag: comboTag })]) };
    const page = new Page();
    page.answer(page.ask(texts, 0), texts, order);
    return page.view?.business;
  };

  it("BB turns into Prime by its combo tag alone", () => {
    expect(business("BB", "Prime", ["extension", "accounts"])).toBe("Prime");
    expect(business("BB", "X;prime", ["extension", "accounts"])).toBe("Prime");
    expect(business("BB", "Primer", ["extension", "accounts"])).toBe("BB");
    expect(business("CP", "Prime", ["extension", "accounts"])).toBe("CP");
  });

  it("BB is not known before the list is; any other product is", () => {
    expect(business("BB", "Prime", ["extension"])).toBeNull();
    expect(business("MCN", "", ["extension"])).toBe("MCN");
  });
});

describe("changing the account", () => {
  it("drops every late answer of the account before, in every order", () => {
    for (const early of permutations(parts(A)).slice(0, 24)) {
      for (const split of [0, 1, 2, 3, 4]) {
        const page = new Page();
        const first = page.ask(A, 0);
        page.answer(first, A, early.slice(0, split));
        const second = page.ask(B, 1000);
        expect(page.view).toBeNull();
        expect(page.answer(first, A, early.slice(split))).toEqual(early.slice(split).map(() => false));
        expect(page.view).toBeNull();
        page.answer(second, B, parts(B));
        expect(page.view).toMatchObject({ acctId: 1002, business: "Prime", tags: ["T1002", "VIP"] });
      }
    }
  });

  it("keeps what the new page asked before its product data", () => {
    for (const order of permutations(parts(B))) {
      const page = new Page();
      page.answer(page.ask(A, 0), A, parts(A));
      const second = page.ask(B, 1000, order);
      page.answer(second, B, order);
      expect(page.view).toMatchObject({ acctId: 1002, tags: ["T1002", "VIP"] });
    }
  });

  it("as fast as a page can still tells the two apart", () => {
    const page = new Page();
    const first = page.ask(A, 0, ["extension", "accounts", "tags", "admin"]);
    const second = page.ask(B, 10, ["tags", "extension", "accounts", "admin"]);
    expect(page.answer(first, A, ["tags", "accounts", "extension", "admin"])).toEqual([false, false, false, false]);
    page.answer(second, B, ["extension", "tags", "accounts", "admin"]);
    expect(page.view).toMatchObject({ acctId: 1002, tags: ["T1002", "VIP"] });
  });

  it("ends everything that was started for the one before", () => {
    const page = new Page();
    page.ask(A, 0);
    const { signal } = page.visits.current;
    page.ask(B, 1000);
    expect(signal.aborted).toBe(true);
    expect(page.visits.current.signal.aborted).toBe(false);
  });

  it("to one of the same customer needs no new list", () => {
    const page = new Page();
    page.answer(page.ask(A, 0), A, parts(A));
    const texts = { extension: extension(9) };
    page.answer(page.ask(texts, 1000), texts, ["extension"]);
    expect(page.view).toMatchObject({ acctId: 9, business: "BB", plan: { value: { name: "Plan of 9" } } });
  });
});

describe("asking again for the same account", () => {
  it("takes the newest request, not the newest answer", () => {
    const page = new Page();
    page.answer(page.ask(A, 0), A, parts(A));
    const slow = page.visits.asked("tags", 5000);
    const quick = page.visits.asked("tags", 6000);
    page.visits.answered(quick, ["NEW"]);
    expect(page.visits.answered(slow, ["OLD"])).toBe(false);
    expect(page.view?.tags).toEqual(["NEW"]);
  });

  it("another functional account leaves nothing of the one before", () => {
    const page = new Page();
    const texts = { ...opened(1003), extension: extension(1003, "AHC"), ahc: ahc(20201) };
    const first = page.ask(texts, 0);
    page.answer(first, texts, ["extension", "accounts", "ahc"]);
    const second = page.visits.asked("ahc", 3000);
    const third = page.visits.asked("ahc", 3100);
    expect(page.view?.plan.kind).toBe("loading");
    page.visits.answered(second, readAnswer("ahc", ahc(20202), profile));
    expect(page.view?.plan.kind).toBe("loading");
    page.visits.answered(third, readAnswer("ahc", ahc(20203), profile));
    expect(page.view?.plan).toMatchObject({ value: { id: "20203" } });
  });

  it('tags without a message are a failure, not "no tags"', () => {
    expect(() => readAnswer("tags", '{"resultData":{"Other":1}}', profile)).toThrow();
    expect(readAnswer("tags", tags(""), profile)).toEqual([]);
  });
});
