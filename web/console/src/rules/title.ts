/** Reminder titles: `nc:` (cannot be ticked) and `tag:` are recognised in any segment before the last. */

export interface TitleParts {
  /** What a person reads; with a tag it may be empty. */
  readonly text: string;
  readonly checkable: boolean;
  readonly tag: string | null;
}

export const MAX_TITLE = 255;

export function parseTitle(title: string): TitleParts {
  const segments = title.split(":");
  const last = (segments.pop() ?? "").trim();
  const prefixes = segments.map((segment) => segment.trim().toLowerCase());
  const others = segments.filter((_, at) => !isPrefix(prefixes[at]));
  const tagged = prefixes.includes("tag");
  const text = tagged ? others : [...others, last];
  return { text: text.join(":").trim(), checkable: !prefixes.includes("nc"), tag: tagged ? last : null };
}

export function composeTitle(parts: TitleParts): string {
  const text = parts.text.trim();
  const tag = parts.tag?.trim() ?? "";
  const segments = parts.checkable ? [] : ["nc"];
  if (tag === "") return [...segments, text].join(":");
  return [...segments, "tag", ...(text === "" ? [] : [text]), tag].join(":");
}

/** The same parts after what was typed into the text as a prefix has moved to its own field. */
export function absorbPrefixes(parts: TitleParts): TitleParts {
  const typed = parseTitle(parts.text);
  return {
    text: typed.text,
    checkable: parts.checkable && typed.checkable,
    tag: typed.tag ?? parts.tag,
  };
}

export type TitleProblem = "empty" | "tag_colon" | "too_long" | "misread";

/** Why these parts cannot be saved, or null. `misread` = the title would be read back as something else. */
export function titleProblem(parts: TitleParts): TitleProblem | null {
  const tag = parts.tag?.trim() ?? "";
  if (tag.includes(":")) return "tag_colon";
  if (parts.text.trim() === "" && tag === "") return "empty";
  const title = composeTitle(parts);
  if (title.length > MAX_TITLE) return "too_long";
  return readsBack(title, parts.text.trim(), parts.checkable, tag) ? null : "misread";
}

function readsBack(title: string, text: string, checkable: boolean, tag: string): boolean {
  const read = parseTitle(title);
  return read.checkable === checkable && (read.tag ?? "") === tag && read.text === text;
}

function isPrefix(segment: string | undefined): boolean {
  return segment === "nc" || segment === "tag";
}
