/** Reminders, their accounts, ticks and log as the server has them. */

import { take, type BulkAction, type BulkRow, type PreviewIn, type Reminder, type ReminderFilters, type ReminderIn, type ReminderPatch } from "@deskside/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE, valuesOf, type Filters } from "@/data/filters";
import { isAccountId, isRowId } from "@/rules/rowId";

export const FILTERS = ["id", "title", "state", "market", "business", "target", "account", "author", "created_from", "created_to", "sort"] as const;
export type ReminderFilter = (typeof FILTERS)[number];

/** Shorter titles the server refuses to search. */
export const MIN_TITLE = 2;

export const STATES = ["in_force", "coming", "ended", "deleted"] as const;
export const TARGETS = ["everybody", "listed", "tag", "numbers", "departments"] as const;
const SORTS = ["id", "-id", "title", "-title", "start", "-start", "expire", "-expire", "modified", "-modified"] as const;

/** The filters of the address as the server takes them; what it would refuse is left out. */
export function wireFilters(values: Readonly<Record<ReminderFilter, string>>): ReminderFilters {
  const { id, title, account, author, ...plain } = values;
  const wanted: ReminderFilters = {
    ...plain,
    id: isRowId(id) ? Number(id) : undefined,
    author: isRowId(author) ? Number(author) : undefined,
    account: isAccountId(account) ? Number(account) : undefined,
    title: title.length >= MIN_TITLE ? title : undefined,
    state: STATES.find((one) => one === values.state),
    target: TARGETS.find((one) => one === values.target),
    sort: SORTS.find((one) => one === values.sort),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => Boolean(value)));
}

export function useReminders({ values, page }: Filters<ReminderFilter>) {
  const query = computed(() => ({ page: page.value, page_size: PAGE_SIZE, ...wireFilters(values.value) }));
  return useQuery({
    queryKey: ["reminders", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/assist/reminders", { params: { query: query.value }, signal })),
  });
}

export async function countReminders(query: Readonly<Record<string, string>>): Promise<number> {
  const wanted = { page_size: 1, ...wireFilters(valuesOf(FILTERS, query)) };
  return (await take(api.GET("/api/assist/reminders", { params: { query: wanted } }))).total;
}

export function useAuthors() {
  return useQuery({
    queryKey: ["reminders", "authors"],
    staleTime: 60_000,
    queryFn: ({ signal }) => take(api.GET("/api/assist/reminders/authors", { signal })),
  });
}

export function useCalendar(month: Ref<string>) {
  return useQuery({
    queryKey: ["reminders", "calendar", month],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/assist/reminders/calendar", { params: { query: { month: month.value } }, signal })),
  });
}

/** An answer to earlier targets is dropped: it belongs to another key. */
export function usePreview(draft: Ref<PreviewIn>) {
  return useQuery({
    queryKey: ["reminder-preview", draft],
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    queryFn: ({ signal }) => take(api.POST("/api/assist/reminders/preview", { body: draft.value, signal })),
  });
}

export async function changeMany(action: BulkAction, ids: number[]): Promise<BulkRow[]> {
  const { results } = await take(api.POST("/api/assist/reminders/bulk", { body: { action, ids } }));
  for (const { id } of results) void queryClient.invalidateQueries({ queryKey: ["reminder", id] });
  await queryClient.invalidateQueries({ queryKey: ["reminders"] });
  return results;
}

export function useReminder(id: Ref<number>) {
  return useQuery({
    queryKey: ["reminder", id],
    queryFn: ({ signal }) => take(api.GET("/api/assist/reminders/{reminder_id}", { params: { path: { reminder_id: id.value } }, signal })),
  });
}

export function useTicks(id: Ref<number>, page: Ref<number>) {
  return useQuery({
    queryKey: ["reminder", id, "ticks", page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/assist/reminders/{reminder_id}/ticks", { params: paged(id, page), signal })),
  });
}

export interface LogFilter {
  readonly account: string;
  readonly person: string;
  readonly from: string;
  readonly to: string;
}

export function useTickLog(id: Ref<number>, page: Ref<number>, wanted: Ref<LogFilter>) {
  const narrowed = computed(() => {
    const { account, person, from, to } = wanted.value;
    return { ...(isAccountId(account) ? { account: Number(account) } : {}), ...(person && { person }), ...(from && { from }), ...(to && { to }) };
  });
  return useQuery({
    queryKey: ["reminder", id, "log", page, narrowed],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/assist/reminders/{reminder_id}/log", { params: { ...paged(id, page), query: { ...paged(id, page).query, ...narrowed.value } }, signal })),
  });
}

export function useAccounts(id: Ref<number>, page: Ref<number>) {
  return useQuery({
    queryKey: ["reminder", id, "accounts", page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/assist/reminders/{reminder_id}/accounts", { params: paged(id, page), signal })),
  });
}

export async function addReminder(body: ReminderIn, headers: Record<string, string>): Promise<Reminder> {
  return settled(await take(api.POST("/api/assist/reminders", { body, headers })));
}

export async function editReminder(id: number, body: ReminderPatch): Promise<Reminder> {
  return settled(await take(api.PATCH("/api/assist/reminders/{reminder_id}", { params: { path: { reminder_id: id } }, body })));
}

export async function removeReminder(id: number): Promise<void> {
  await take(api.DELETE("/api/assist/reminders/{reminder_id}", { params: { path: { reminder_id: id } } }));
  queryClient.removeQueries({ queryKey: ["reminder", id] });
  await queryClient.invalidateQueries({ queryKey: ["reminders"] });
}

export async function restoreReminder(id: number): Promise<Reminder> {
  return settled(await take(api.POST("/api/assist/reminders/{reminder_id}/restore", { params: { path: { reminder_id: id } } })));
}

function paged(id: Ref<number>, page: Ref<number>) {
  return { path: { reminder_id: id.value }, query: { page: page.value, page_size: PAGE_SIZE } };
}

function settled(reminder: Reminder): Reminder {
  queryClient.setQueryData(["reminder", reminder.id], reminder);
  void queryClient.invalidateQueries({ queryKey: ["reminders"] });
  void queryClient.invalidateQueries({ queryKey: ["reminder", reminder.id, "accounts"] });
  void queryClient.invalidateQueries({ queryKey: ["reminder", reminder.id, "imports"] });
  return reminder;
}
