import { beforeEach, describe, expect, it } from "vitest";
import { nextTick, ref } from "vue";

import { useColumns, useSelection } from "@/data/list";

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) },
  });
});

describe("a selection", () => {
  it("loses what is no longer in the list", async () => {
    const shown = ref([1, 2, 3]);
    const { picked, pick, clear } = useSelection(() => shown.value);
    pick([1, 3], true);
    pick([1], false);
    pick([2], true);
    expect([...picked.value]).toEqual([3, 2]);
    shown.value = [2, 4];
    await nextTick();
    expect([...picked.value]).toEqual([2]);
    clear();
    expect(picked.value.size).toBe(0);
  });
});

describe("chosen columns", () => {
  const columns = [
    { key: "id", label: "id" },
    { key: "kind", label: "kind" },
    { key: "tag", label: "tag" },
  ];

  it("are remembered, and the first cannot be hidden", () => {
    const first = useColumns("a", () => columns);
    first.set("id", false);
    first.set("tag", false);
    expect(first.shown.value.map(({ key }) => key)).toEqual(["id", "kind"]);
    const again = useColumns("a", () => columns);
    expect(again.shown.value.map(({ key }) => key)).toEqual(["id", "kind"]);
    again.set("tag", true);
    expect(again.shown.value).toHaveLength(3);
    expect(useColumns("b", () => columns).shown.value).toHaveLength(3);
  });

  it.each(["{", '"x"', "[1]"])("survive what is stored wrongly: %s", (text) => {
    kept.set("columns:a", text);
    expect(useColumns("a", () => columns).shown.value).toHaveLength(3);
  });
});
