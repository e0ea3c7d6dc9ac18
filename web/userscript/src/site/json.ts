/** Reading answers whose shape nobody promised: every step may be missing. */

export class UnreadableAnswer extends Error {}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every value at `path`, as "list[].BusinessAccountList.list[]": `[]` opens a list, a dot a field. */
export function select(value: unknown, path: string): unknown[] {
  let found: unknown[] = [value];
  for (const step of path.split(".")) {
    const opens = step.endsWith("[]");
    const name = opens ? step.slice(0, -2) : step;
    found = found.map((item) => (isRecord(item) ? item[name] : undefined));
    if (opens) found = found.flatMap((item) => (Array.isArray(item) ? (item as unknown[]) : []));
  }
  return found.filter((item) => item !== undefined && item !== null);
}

export function textAt(value: unknown, path: string): string | null {
  const found = select(value, path)[0];
  if (typeof found === "string") return found.trim();
  return typeof found === "number" ? String(found) : null;
}

/** A whole number from 0 to 2^53 - 1; the CRM sends ids as numbers or as digits in text. */
export function integerAt(value: unknown, path: string): number | null {
  const text = textAt(value, path);
  if (text === null || !/^\d{1,16}$/.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : null;
}

/** The payload of an answer's text: what lies under `root`, be it an object or JSON in text. */
export function payloadOf(text: string, root: string): unknown {
  const whole = parse(text);
  const inner = isRecord(whole) ? whole[root] : undefined;
  if (inner === undefined || inner === null) return whole;
  return typeof inner === "string" && /^\s*[[{]/.test(inner) ? parse(inner) : inner;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UnreadableAnswer("the answer is not JSON");
  }
}
