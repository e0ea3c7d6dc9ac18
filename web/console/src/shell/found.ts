/** What the palette finds on the server: plans and reminders, by number or by a piece of their name. */

import { ApiError, take, type Plan, type Reminder } from "@deskside/api";

import { api } from "@/data/api";
import { isRowId } from "@/rules/rowId";
import { can } from "@/session/session";

export interface Found {
  readonly plans: readonly Plan[];
  readonly reminders: readonly Reminder[];
}

const LIMIT = 5;
export const NOTHING: Found = { plans: [], reminders: [] };

export async function find(text: string, signal: AbortSignal): Promise<Found> {
  const [plans, reminders] = await Promise.all([
    can("assist:read") ? findPlans(text, signal) : [],
    can("assist:manage") ? findReminders(text, signal) : [],
  ]);
  return { plans, reminders };
}

async function findPlans(text: string, signal: AbortSignal): Promise<readonly Plan[]> {
  const listed = await take(
    api.GET("/api/assist/plans", { params: { query: { q: text, page_size: LIMIT } }, signal }),
  );
  return listed.items;
}

async function findReminders(text: string, signal: AbortSignal): Promise<readonly Reminder[]> {
  const query = { page_size: LIMIT };
  const titled =
    text.length < 2
      ? []
      : (await take(api.GET("/api/assist/reminders", { params: { query: { ...query, title: text } }, signal }))).items;
  const id = reminderId(text);
  const numbered = id === null || titled.some((one) => one.id === id) ? [] : await byId(id, signal);
  return [...numbered, ...titled].slice(0, LIMIT);
}

async function byId(id: number, signal: AbortSignal): Promise<readonly Reminder[]> {
  try {
    return [await take(api.GET("/api/assist/reminders/{reminder_id}", { params: { path: { reminder_id: id } }, signal }))];
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return [];
    throw error;
  }
}

function reminderId(text: string): number | null {
  return isRowId(text) ? Number(text) : null;
}
