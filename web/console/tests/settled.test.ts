import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, nextTick, reactive } from "vue";

import { useSettled } from "@/data/settled";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a settled value", () => {
  it("follows once, when the last change is 400 ms old", async () => {
    const typed = reactive({ text: "a" });
    const scope = effectScope();
    const settled = scope.run(() => useSettled(() => ({ ...typed })));
    for (const text of ["ab", "abc", "abcd"]) {
      typed.text = text;
      await nextTick();
      vi.advanceTimersByTime(399);
      expect(settled?.value).toEqual({ text: "a" });
    }
    vi.advanceTimersByTime(1);
    expect(settled?.value).toEqual({ text: "abcd" });
    typed.text = "gone";
    await nextTick();
    scope.stop();
    vi.advanceTimersByTime(400);
    expect(settled?.value).toEqual({ text: "abcd" });
  });
});
