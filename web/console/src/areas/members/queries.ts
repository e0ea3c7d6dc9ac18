/** One customer, one coach, one month; and what people change on them. */

import { take } from "@deskside/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE, type Filters } from "@/data/filters";

import type { MonthOf } from "./rules";
import type { Coach, CoachFound, Customer, CustomerFound, Note, NoteIn, Records, TaskPatch } from "./types";

export const RECORDS_PAGE = 20;
/** So long a page that was left stays in this tab's memory, to be found again under "lately". */
const KEPT_MS = 30 * 60_000;

export function useCustomer(id: Ref<number>) {
  return useQuery({
    queryKey: ["members", "customer", id],
    gcTime: KEPT_MS,
    queryFn: ({ signal }): Promise<Customer> =>
      take(api.GET("/api/xcx/customers/{customer_id}", { params: { path: { customer_id: id.value } }, signal })),
  });
}

export function useCoach(id: Ref<number>) {
  return useQuery({
    queryKey: ["members", "coach", id],
    gcTime: KEPT_MS,
    queryFn: ({ signal }): Promise<Coach> =>
      take(api.GET("/api/xcx/coaches/{coach_id}", { params: { path: { coach_id: id.value } }, signal })),
  });
}

export interface RecordsAsked {
  readonly id: number;
  readonly month: MonthOf;
  readonly table: string;
  readonly page: number;
}

export function useRecords(asked: Ref<RecordsAsked>) {
  return useQuery({
    queryKey: ["members", "records", asked],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<Records> => {
      const { id, month, table, page } = asked.value;
      const query = { ...month, page, page_size: RECORDS_PAGE, ...(table === "" ? {} : { table }) };
      return take(
        api.GET("/api/xcx/customers/{customer_id}/records", { params: { path: { customer_id: id }, query }, signal }),
      );
    },
  });
}

interface Found {
  readonly items: readonly (CustomerFound | CoachFound)[];
  readonly total: number;
}

/** One page of the members or the coaches that fit what was typed. */
export function useFound(kind: Ref<"customer" | "coach">, filters: Filters<"q">) {
  const query = computed(() => ({ q: filters.values.value.q, page: filters.page.value, page_size: PAGE_SIZE }));
  return useQuery({
    queryKey: ["members", "found", kind, query],
    placeholderData: (before: Found | undefined, last): Found | undefined => (last?.queryKey[2] === kind.value ? before : undefined),
    queryFn: ({ signal }): Promise<Found> => {
      const params = { query: query.value };
      return kind.value === "customer"
        ? take(api.GET("/api/members/customers", { params, signal }))
        : take(api.GET("/api/members/coaches", { params, signal }));
    },
  });
}

/** Make a task of a clue: for the reader, who is a coach, or else for the customer's closest coach. */
export async function makeTask(clue: number): Promise<void> {
  await take(api.POST("/api/xcx/clues/{clue_id}/task", { params: { path: { clue_id: clue } }, body: { taskType: "priority_recall" } }));
  await renew();
}

export interface Seen {
  readonly to: string;
  readonly id: number;
  readonly name: string | null;
}

/** Customers or coaches that this tab has shown lately, the latest first. */
export function seenLately(kind: "customer" | "coach"): Seen[] {
  const found = queryClient.getQueryCache().findAll({ queryKey: ["members", kind] });
  return found
    .toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
    .flatMap(({ state }) => (state.data === undefined ? [] : [state.data as Customer | Coach]))
    .map(({ id, name }) => ({ id, name, to: `/members/${kind === "customer" ? "customers" : "coach"}/${String(id)}` }));
}

export async function addNote(id: number, body: NoteIn, headers: Record<string, string>): Promise<Note> {
  const path = { customer_id: id };
  const note = await take(api.POST("/api/xcx/customers/{customer_id}/notes", { params: { path }, body, headers }));
  await renew();
  return note;
}

export async function pinNote(id: number, pinned: boolean): Promise<void> {
  await take(api.PATCH("/api/xcx/notes/{note_id}", { params: { path: { note_id: id } }, body: { pinned } }));
  await renew();
}

export async function changeTask(id: number, body: TaskPatch): Promise<void> {
  try {
    await take(api.PATCH("/api/xcx/tasks/{task_id}", { params: { path: { task_id: id } }, body }));
  } finally {
    await renew();
  }
}

/** The whole number; it stays with whoever asked and is kept nowhere. */
export async function revealPhone(id: number, reason: string): Promise<string | null> {
  const path = { customer_id: id };
  const answer = await take(api.POST("/api/xcx/customers/{customer_id}/reveal", { params: { path }, body: { reason } }));
  return answer.phone;
}

async function renew(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["members"] });
}
