import { describe, expect, it } from "vitest";

import { keep, neighbours, step } from "@/rules/selection";

const IDS = [5, 3, 9];

describe("the cursor of a list", () => {
  it("starts at the first row going down and at the last going up", () => {
    expect(step(IDS, null, 1)).toBe(5);
    expect(step(IDS, null, -1)).toBe(9);
  });

  it("moves by one and stops at the ends", () => {
    expect(step(IDS, 5, 1)).toBe(3);
    expect(step(IDS, 9, 1)).toBe(9);
    expect(step(IDS, 5, -1)).toBe(5);
  });

  it("starts over when its row is gone, and is nowhere in an empty list", () => {
    expect(step(IDS, 77, 1)).toBe(5);
    expect(step([], 5, 1)).toBeNull();
    expect(keep(IDS, 3)).toBe(3);
    expect(keep(IDS, 77)).toBeNull();
  });

  it("knows the neighbours of the open record", () => {
    expect(neighbours(IDS, 3)).toEqual({ previous: 5, next: 9 });
    expect(neighbours(IDS, 5)).toEqual({ previous: null, next: 3 });
    expect(neighbours(IDS, null)).toEqual({ previous: null, next: null });
  });
});
