import { describe, expect, it } from "vitest";

import { useDraft } from "@/data/draft";

describe("a draft", () => {
  it("knows what changed and forgets it on reset", () => {
    const draft = useDraft({ fee: "$9", tags: ["a"] });
    draft.fields.tags.push("b");
    expect(draft.dirty.value).toBe(true);
    expect(draft.changes()).toEqual({ tags: ["a", "b"] });
    draft.reset({ fee: "$8", tags: [] });
    expect(draft.dirty.value).toBe(false);
    expect(draft.fields).toEqual({ fee: "$8", tags: [] });
  });

  it("keeps my changes on top of a newer record", () => {
    const draft = useDraft({ fee: "$9", note: "old" });
    draft.fields.fee = "$7";
    draft.rebase({ fee: "$8", note: "new" });
    expect(draft.fields).toEqual({ fee: "$7", note: "new" });
    expect(draft.changes()).toEqual({ fee: "$7" });
  });
});
