import { ApiError, type Plan } from "@deskside/api";
import { describe, expect, it } from "vitest";

import { useInlineEdits } from "@/areas/plans/inline";

const PLAN: Plan = {
  plan_id: 7,
  name: "宽带",
  business: "BB",
  contract: null,
  fee: "$9",
  discount: null,
  note: null,
  last_modified: "2026-11-22T04:00:00Z",
  version: 1,
};

/** A server with one plan, and what the grid was told. */
function world() {
  let stored = PLAN;
  const shown: Plan[] = [];
  const undos: (() => Promise<void>)[] = [];
  const failures: unknown[] = [];
  let broken = false;
  const edits = useInlineEdits({
    edit: (_id, body) => {
      if (broken) return Promise.reject(new Error("away"));
      if (body.version !== stored.version) {
        return Promise.reject(new ApiError(409, { code: "stale", detail: "", current: stored }));
      }
      stored = { ...stored, ...body, version: stored.version + 1 };
      return Promise.resolve(stored);
    },
    show: (plan) => shown.push(plan),
    saved: (_plan, undo) => undos.push(undo),
    failed: (error) => failures.push(error),
  });
  return {
    edits,
    shown,
    undos,
    failures,
    last: () => shown.at(-1),
    stored: () => stored,
    somebodyElse: (fee: string) => {
      stored = { ...stored, fee, version: stored.version + 1 };
    },
    breakIt: () => {
      broken = true;
    },
  };
}

describe("an edit in the grid", () => {
  it("shows at once and stands after the answer", async () => {
    const { edits, shown, stored } = world();
    const done = edits.save(PLAN, "fee", "$10");
    expect(shown.map((plan) => plan.fee)).toEqual(["$10"]);
    await done;
    expect(stored().fee).toBe("$10");
    expect(shown.at(-1)?.version).toBe(2);
  });

  it("is undone, also after another field was changed", async () => {
    const { edits, undos, stored, last } = world();
    await edits.save(PLAN, "fee", "$10");
    await edits.save(PLAN, "contract", "12 个月");
    await undos[0]?.();
    expect(stored()).toMatchObject({ fee: "$9", contract: "12 个月", version: 4 });
    expect(last()).toEqual(stored());
  });

  it("waits for the one before it in the same row", async () => {
    const { edits, stored, failures } = world();
    await Promise.all([edits.save(PLAN, "fee", "$10"), edits.save(PLAN, "name", "光纤")]);
    expect(failures).toEqual([]);
    expect(stored()).toMatchObject({ fee: "$10", name: "光纤", version: 3 });
  });

  it("shows the newer truth when somebody was first, and asks", async () => {
    const { edits, somebodyElse, last, stored } = world();
    somebodyElse("$12");
    await edits.save(PLAN, "fee", "$10");
    expect(last()?.fee).toBe("$12");
    expect(edits.conflict.value).toMatchObject({ field: "fee", mine: "$10" });
    const held = edits.end();
    expect(edits.conflict.value).toBeNull();
    if (held) await edits.save(held.newer, held.field, held.mine);
    expect(stored().fee).toBe("$10");
  });

  it("can leave the newer truth", async () => {
    const { edits, somebodyElse, stored } = world();
    somebodyElse("$12");
    await edits.save(PLAN, "fee", "$10");
    edits.end();
    expect(edits.conflict.value).toBeNull();
    expect(stored().fee).toBe("$12");
  });

  it("goes back to what it was when it could not be saved", async () => {
    const { edits, breakIt, last, failures } = world();
    breakIt();
    await edits.save(PLAN, "fee", "$10");
    expect(last()?.fee).toBe("$9");
    expect(failures).toHaveLength(1);
  });

  it("sends emptied text as nothing", async () => {
    const { edits, stored } = world();
    await edits.save(PLAN, "fee", "");
    expect(stored().fee).toBeNull();
  });
});
