/** Groups of settings as the server has them. */

import { take, type SettingsGroup } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";
import type { Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";

export function useSettings() {
  return useQuery({
    queryKey: ["settings"],
    queryFn: ({ signal }) => take(api.GET("/api/settings", { signal })),
  });
}

export function useSettingsHistory(group: Ref<string>, page: Ref<number>) {
  return useQuery({
    queryKey: ["settings", group, "history", page],
    queryFn: ({ signal }) =>
      take(
        api.GET("/api/settings/{group}/history", {
          params: { path: { group: group.value }, query: { page: page.value } },
          signal,
        }),
      ),
  });
}

export async function saveSettings(
  group: string,
  version: number,
  values: Record<string, unknown>,
): Promise<SettingsGroup> {
  const body = { version, values: values as Record<string, never> };
  const saved = await take(api.PUT("/api/settings/{group}", { params: { path: { group } }, body }));
  await queryClient.invalidateQueries({ queryKey: ["settings"] });
  return saved;
}
