/** Number lists, and what each reading of a file changed. */

import { take, type Items, type NumberList, type NumberListIn, type NumberListPatch, type NumberLoad } from "@deskside/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import type { Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE } from "@/data/filters";

const QUIET_MS = 15_000;

export function useNumberLists() {
  return useQuery({
    queryKey: ["number-lists"],
    refetchInterval: QUIET_MS,
    queryFn: ({ signal }): Promise<Items<NumberList>> => take(api.GET("/api/assist/number-lists", { signal })),
  });
}

export function useFolders() {
  return useQuery({
    queryKey: ["number-folders"],
    queryFn: async ({ signal }): Promise<readonly string[]> =>
      (await take(api.GET("/api/assist/number-lists/folders", { signal }))).folders,
  });
}

export function useNumberList(id: Ref<number>) {
  return useQuery({
    queryKey: ["number-list", id],
    refetchInterval: QUIET_MS,
    queryFn: ({ signal }): Promise<NumberList> =>
      take(api.GET("/api/assist/number-lists/{list_id}", { params: { path: { list_id: id.value } }, signal })),
  });
}

export function useLoads(id: Ref<number>, page: Ref<number>) {
  return useQuery({
    queryKey: ["number-list", id, "loads", page],
    placeholderData: keepPreviousData,
    refetchInterval: QUIET_MS,
    queryFn: ({ signal }): Promise<Items<NumberLoad>> =>
      take(
        api.GET("/api/assist/number-lists/{list_id}/loads", {
          params: { path: { list_id: id.value }, query: { page: page.value, page_size: PAGE_SIZE } },
          signal,
        }),
      ),
  });
}

export async function addList(body: NumberListIn, headers: Record<string, string>): Promise<NumberList> {
  return settled(await take(api.POST("/api/assist/number-lists", { body, headers })));
}

export async function editList(id: number, body: NumberListPatch): Promise<NumberList> {
  return settled(await take(api.PATCH("/api/assist/number-lists/{list_id}", { params: { path: { list_id: id } }, body })));
}

export async function removeList(id: number): Promise<void> {
  await take(api.DELETE("/api/assist/number-lists/{list_id}", { params: { path: { list_id: id } } }));
  queryClient.removeQueries({ queryKey: ["number-list", id] });
  await queryClient.invalidateQueries({ queryKey: ["number-lists"] });
}

/** The run that reads the list's file. */
export async function reloadList(id: number): Promise<number> {
  return (await take(api.POST("/api/assist/number-lists/{list_id}/reload", { params: { path: { list_id: id } } }))).run_id;
}

export async function uploadNumbers(id: number, file: File): Promise<NumberLoad> {
  const load = await take(
    api.POST("/api/assist/number-lists/{list_id}/upload", {
      params: { path: { list_id: id } },
      headers: { "X-Deskside": "1" },
      body: { file: "" },
      bodySerializer: () => {
        const form = new FormData();
        form.append("file", file);
        return form;
      },
    }),
  );
  await askAgain(id);
  return load;
}

export async function isMember(id: number, number: string): Promise<boolean> {
  const params = { path: { list_id: id }, query: { number } };
  return (await take(api.GET("/api/assist/number-lists/{list_id}/members", { params }))).member;
}

export async function askAgain(id: number): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["number-lists"] }),
    queryClient.invalidateQueries({ queryKey: ["number-list", id] }),
  ]);
}

function settled(list: NumberList): NumberList {
  queryClient.setQueryData(["number-list", list.id], list);
  void queryClient.invalidateQueries({ queryKey: ["number-lists"] });
  return list;
}
