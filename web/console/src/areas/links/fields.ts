/** A quick link as a form. */
import type { QuickLink } from "@deskside/api";

export interface LinkFields {
  title: string;
  url: string;
  /** None: for all. */
  products: string[];
  departments: number[];
  position: number;
  enabled: boolean;
}

export function fieldsOf({ title, url, products, departments, position, enabled }: QuickLink): LinkFields {
  return { title, url, products, departments, position, enabled };
}

/** A new link, after those there are. */
export function emptyFields(links: readonly QuickLink[]): LinkFields {
  const last = Math.max(-1, ...links.map(({ position }) => position));
  return { title: "", url: "", products: [], departments: [], position: last + 1, enabled: true };
}

/** `text` with `{name}` where the caret stands, and where the caret stands then. */
export function withVariable(text: string, name: string, from: number, to: number): { text: string; caret: number } {
  const piece = `{${name}}`;
  return { text: text.slice(0, from) + piece + text.slice(to), caret: from + piece.length };
}

/** What was typed as a place in the order; what is no number leaves `present`. */
export function placeOf(text: string, present: number): number {
  const typed = Number.parseInt(text, 10);
  return Number.isNaN(typed) ? present : Math.min(10_000, Math.max(0, typed));
}
