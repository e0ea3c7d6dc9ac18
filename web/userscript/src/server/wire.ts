/** Answers of our server, checked at the door. */
import { isRecord } from "../site/json";

export interface Tick {
  done: boolean;
  isProcessed: boolean;
  at: string | null;
  by: string | null;
  version: number;
}

export interface Reminder {
  id: number | null;
  kind: "fixed" | "todo";
  content: string;
  tag: string | null;
  recurrentInterval: number;
  tick: Tick | null;
}

export interface PlanText {
  planId: string;
  name: string;
  contract: string | null;
  business: string | null;
  fee: string | null;
  discount: string | null;
  note: string | null;
}

export interface Agent {
  name: string;
  login: string;
}

export class UnexpectedAnswer extends Error {}

export function readReminders(body: unknown): Reminder[] {
  const items = isRecord(body) ? body.reminders : undefined;
  if (!Array.isArray(items)) throw new UnexpectedAnswer("the look-up has no reminders");
  return (items as unknown[]).map(readReminder);
}

function readReminder(item: unknown): Reminder {
  if (!isRecord(item) || typeof item.content !== "string") throw new UnexpectedAnswer("a reminder has no content");
  return {
    id: typeof item.id === "number" ? item.id : null,
    kind: item.kind === "todo" ? "todo" : "fixed",
    content: item.content,
    tag: textOr(item.tag),
    recurrentInterval: typeof item.recurrent_interval === "number" ? item.recurrent_interval : 0,
    tick: isRecord(item.tick) ? readTick(item.tick) : null,
  };
}

export function readTick(tick: unknown): Tick {
  if (!isRecord(tick) || typeof tick.done !== "boolean") throw new UnexpectedAnswer("the tick is not readable");
  return {
    done: tick.done,
    isProcessed: Boolean(tick.is_processed),
    at: textOr(tick.last_processed_at),
    by: isRecord(tick.by) ? textOr(tick.by.name) : textOr(tick.by),
    version: typeof tick.version === "number" ? tick.version : 0,
  };
}

export function readPlan(body: unknown): PlanText {
  if (!isRecord(body)) throw new UnexpectedAnswer("the plan is not readable");
  return {
    planId: String(body.plan_id),
    name: textOr(body.name) ?? "",
    contract: textOr(body.contract),
    business: textOr(body.business),
    fee: textOr(body.fee),
    discount: textOr(body.discount),
    note: textOr(body.note),
  };
}

export function readAgent(body: unknown): Agent {
  const agent = isRecord(body) ? body.agent : undefined;
  if (!isRecord(agent)) throw new UnexpectedAnswer("the answer names no agent");
  return { name: textOr(agent.name) ?? "", login: textOr(agent.login) ?? "" };
}

export function readToken(body: unknown): string {
  if (!isRecord(body) || typeof body.token !== "string") throw new UnexpectedAnswer("the answer has no token");
  return body.token;
}

export interface Changes {
  revision: string;
  changed: readonly string[];
}

export function readChanges(body: unknown): Changes {
  if (!isRecord(body) || typeof body.revision !== "string" || !Array.isArray(body.changed)) {
    throw new UnexpectedAnswer("the answer tells no changes");
  }
  return { revision: body.revision, changed: (body.changed as unknown[]).map(String) };
}

/** Tags that the glossary explains, with what it says. */
export function readMeanings(body: unknown): Map<string, string> {
  const items = Array.isArray(body) ? (body as unknown[]) : [];
  const pairs = items.flatMap((item) =>
    isRecord(item) && typeof item.tag === "string" && typeof item.meaning === "string" ? [[item.tag, item.meaning] as const] : [],
  );
  return new Map(pairs);
}

export function readRevision(body: unknown): string | null {
  return isRecord(body) ? textOr(body.revision) : null;
}

export function textOr(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
