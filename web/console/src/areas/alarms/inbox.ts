/** Alarms that the signed-in person has not seen. */

import { take, type Inbox } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";
import type { Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";

const QUIET_MS = 15_000;
const KEY = ["inbox"];

export function useInbox(enabled: Ref<boolean>) {
  return useQuery<Inbox>({
    queryKey: KEY,
    enabled,
    refetchInterval: QUIET_MS,
    queryFn: ({ signal }) => take(api.GET("/api/runs/inbox", { signal })),
  });
}

export async function markSeen(until: string): Promise<void> {
  queryClient.setQueryData(KEY, await take(api.POST("/api/runs/inbox/seen", { body: { until } })));
}
