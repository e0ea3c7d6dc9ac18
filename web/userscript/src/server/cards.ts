/** Cards of other modules: a few facts each, or the reason why there are none. */
import { httpAddress } from "../site/links";
import { isRecord } from "../site/json";
import { textOr, UnexpectedAnswer } from "./wire";

export interface CardFact {
  label: string;
  value: string;
  tone: "plain" | "good" | "warning" | "bad";
  href: string | null;
}

export interface Card {
  key: string;
  title: string;
  /** `failed`: this card alone could not be made, for `reason`. */
  state: "ready" | "empty" | "failed";
  reason: string | null;
  facts: readonly CardFact[];
  asOf: string | null;
}

const TONES = new Set(["good", "warning", "bad"]);
const WELL = new Set(["ready", "ok", "partial", "stale"]);
const EMPTY = new Set(["empty", "none", "unknown"]);

export function readCards(body: unknown): Card[] {
  const items = isRecord(body) ? body.items : undefined;
  if (!Array.isArray(items)) throw new UnexpectedAnswer("the answer has no cards");
  return (items as unknown[]).flatMap((item) => (isRecord(item) ? [readCard(item)] : []));
}

function readCard(item: Record<string, unknown>): Card {
  const facts = Array.isArray(item.facts) ? (item.facts as unknown[]) : [];
  const key = textOr(item.key) ?? "card";
  return {
    key: key.replace(/[^a-z0-9_-]/gi, "-"),
    title: textOr(item.title) ?? key,
    state: stateOf(item.state, facts.length),
    reason: textOr(item.reason),
    facts: facts.flatMap((fact) => (isRecord(fact) ? [readFact(fact)] : [])),
    asOf: textOr(item.as_of),
  };
}

function stateOf(state: unknown, facts: number): Card["state"] {
  if (typeof state === "string" && EMPTY.has(state)) return "empty";
  if (state === undefined || state === null || (typeof state === "string" && WELL.has(state))) {
    return facts === 0 ? "empty" : "ready";
  }
  return "failed";
}

function readFact(fact: Record<string, unknown>): CardFact {
  const { value, tone } = fact;
  return {
    label: textOr(fact.label) ?? "",
    value: typeof value === "number" ? String(value) : (textOr(value) ?? "—"),
    tone: typeof tone === "string" && TONES.has(tone) ? (tone as CardFact["tone"]) : "plain",
    href: typeof fact.href === "string" ? fact.href : null,
  };
}

/** Where a fact leads: a path is one of our server's, and nothing but http(s) is followed. */
export function factAddress(href: string | null, server: string): string | null {
  return href === null ? null : httpAddress(href, server);
}
