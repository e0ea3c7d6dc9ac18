import { describe, expect, it } from "vitest";

import { moves, type Placed } from "@/areas/links/order";

function after(links: readonly Placed[], id: number, step: -1 | 1): number[] {
  const saved = new Map(moves(links, id, step).map(({ id: one, position }) => [one, position]));
  return links
    .map((one) => ({ id: one.id, position: saved.get(one.id) ?? one.position }))
    .sort((a, b) => a.position - b.position || a.id - b.id)
    .map((one) => one.id);
}

describe("moving a link", () => {
  const apart = [5, 3, 8].map((id, at) => ({ id, position: at * 10 }));

  it("swaps its place with the neighbour's and saves no other", () => {
    expect(after(apart, 8, -1)).toEqual([5, 8, 3]);
    expect(moves(apart, 8, -1).map(({ id }) => id)).toEqual([8, 3]);
  });

  it("parts links that share a place", () => {
    const together = [3, 5, 8].map((id) => ({ id, position: 0 }));
    expect(after(together, 8, -1)).toEqual([3, 8, 5]);
    expect(after(together, 3, 1)).toEqual([5, 3, 8]);
  });

  it("does nothing at the ends, or for a link that is not there any more", () => {
    expect(moves(apart, 5, -1)).toEqual([]);
    expect(moves(apart, 8, 1)).toEqual([]);
    expect(moves(apart, 99, 1)).toEqual([]);
  });
});
