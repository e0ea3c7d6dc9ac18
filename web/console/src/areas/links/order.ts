/** The order of links in the panel. */

export interface Placed {
  readonly id: number;
  readonly position: number;
}

/** What has to be saved for the link `id` to stand one place earlier or later; `links` are in their order. */
export function moves(links: readonly Placed[], id: number, step: -1 | 1): Placed[] {
  const at = links.findIndex((one) => one.id === id);
  const [one, other] = [links[at], links[at + step]];
  if (!one || !other) return [];
  if (one.position !== other.position) {
    return [
      { id: one.id, position: other.position },
      { id: other.id, position: one.position },
    ];
  }
  // Links that share a place stand by their age: then only numbering all of them anew parts the two.
  const next = [...links];
  next[at] = other;
  next[at + step] = one;
  return next
    .map((link, position) => ({ link, position }))
    .filter(({ link, position }) => link.position !== position)
    .map(({ link, position }) => ({ id: link.id, position }));
}
