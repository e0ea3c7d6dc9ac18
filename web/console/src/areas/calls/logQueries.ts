/** Calls that people write down. */

import { take } from "@deskside/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import type { Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE } from "@/data/filters";

import { changedOf, logOf, type LogFields } from "./logFields";
import type { CallLog, CallLogs, LogWish } from "./types";

const KEY = "call-logs";
const ONE = "/api/calls/logs/{log_id}";

export interface LogQuery {
  readonly page: number;
  readonly mine: string;
  readonly with_next: string;
  readonly outcome: string;
  readonly phone: string;
}

export function useLogs(wanted: Ref<LogQuery>) {
  return useQuery<CallLogs>({
    queryKey: [KEY, "list", wanted],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { page, mine, with_next: due, outcome, phone } = wanted.value;
      const query: LogWish = { page, page_size: PAGE_SIZE, mine: mine !== "", with_next: due !== "" };
      if (outcome !== "") query.outcome = outcome as CallLog["outcome"];
      if (phone !== "") query.phone = phone;
      return take(api.GET("/api/calls/logs", { params: { query }, signal }));
    },
  });
}

export function useLog(id: number) {
  return useQuery<CallLog>({
    queryKey: [KEY, "one", id],
    queryFn: ({ signal }) => take(api.GET(ONE, { params: { path: { log_id: id } }, signal })),
  });
}

/** `at`: when it was, if not just now. */
export async function addLog(fields: LogFields, headers: Record<string, string>, at: string | null = null): Promise<CallLog> {
  return settled(take(api.POST("/api/calls/logs", { body: { ...logOf(fields), called_at: at }, headers })));
}

export async function editLog(id: number, changed: Partial<LogFields>, version: number): Promise<CallLog> {
  const body = { ...changedOf(changed), version };
  return settled(take(api.PATCH(ONE, { params: { path: { log_id: id } }, body })));
}

export async function removeLog(id: number): Promise<void> {
  await take(api.DELETE(ONE, { params: { path: { log_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: [KEY, "list"] });
}

async function settled(saving: Promise<CallLog>): Promise<CallLog> {
  const saved = await saving;
  queryClient.setQueryData([KEY, "one", saved.id], saved);
  await queryClient.invalidateQueries({ queryKey: [KEY, "list"] });
  return saved;
}
