/** Account lists that are uploaded and read, lists that were applied, and workbooks that are made. */

import { take, type AccountList } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";

const READING_MS = 500;

export function useAccountList(id: Ref<number | null>) {
  return useQuery<AccountList>({
    queryKey: ["account-list", id],
    enabled: computed(() => id.value !== null),
    refetchInterval: ({ state }) => (state.data?.state === "reading" ? READING_MS : false),
    queryFn: ({ signal }) =>
      take(api.GET("/api/assist/account-lists/{list_id}", { params: { path: { list_id: id.value ?? 0 } }, signal })),
  });
}

/** The id of the list that a file becomes. */
export async function uploadAccounts(file: File): Promise<number> {
  const started = await take(
    api.POST("/api/assist/account-lists", {
      headers: { "X-Deskside": "1" },
      body: { file: file.name },
      bodySerializer: () => {
        const form = new FormData();
        form.append("file", file);
        return form;
      },
    }),
  );
  return started.id;
}

/** The id of the list that a pasted column becomes. */
export async function sendAccounts(text: string): Promise<number> {
  return (await take(api.POST("/api/assist/account-lists", { body: { text } }))).id;
}

export function useAppliedLists(id: Ref<number>) {
  return useQuery({
    queryKey: ["reminder", id, "imports"],
    queryFn: ({ signal }) =>
      take(
        api.GET("/api/assist/reminders/{reminder_id}/imports", {
          params: { path: { reminder_id: id.value }, query: { page_size: 20 } },
          signal,
        }),
      ),
  });
}

export async function undoImport(id: number): Promise<void> {
  const reminder = await take(api.POST("/api/assist/reminders/{reminder_id}/undo-import", { params: { path: { reminder_id: id } } }));
  queryClient.setQueryData(["reminder", id], reminder);
  await queryClient.invalidateQueries({ queryKey: ["reminders"] });
  await queryClient.invalidateQueries({ queryKey: ["reminder", id] });
}

export async function exportStatus(id: number): Promise<{ file_id: string; run_id: number | null }> {
  const params = { path: { reminder_id: id } };
  return take(api.POST("/api/assist/reminders/{reminder_id}/exports", { params, body: { what: "status" } }));
}
