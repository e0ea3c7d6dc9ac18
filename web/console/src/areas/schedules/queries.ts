/** Schedules as the server has them. */

import { take, type Schedule, type SchedulePatch } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";

const QUIET_MS = 30_000;

export function useSchedules() {
  return useQuery({
    queryKey: ["schedules"],
    refetchInterval: QUIET_MS,
    queryFn: ({ signal }) => take(api.GET("/api/schedules", { signal })),
  });
}

/** When `cron` would fire; asked anew for each line that can be read, saved or not. */
export function useNextTimes(cron: Ref<string>, wanted: Ref<boolean>) {
  const line = computed(() => cron.value.trim());
  return useQuery({
    queryKey: ["next-times", line],
    enabled: wanted,
    queryFn: ({ signal }) => take(api.GET("/api/schedules/next", { params: { query: { cron: line.value } }, signal })),
  });
}

export async function editSchedule(name: string, body: SchedulePatch): Promise<Schedule> {
  const saved = await take(api.PATCH("/api/schedules/{name}", { params: { path: { name } }, body }));
  await queryClient.invalidateQueries({ queryKey: ["schedules"] });
  return saved;
}

export async function runNow(name: string): Promise<void> {
  await take(api.POST("/api/schedules/{name}/run", { params: { path: { name } } }));
  await queryClient.invalidateQueries({ queryKey: ["runs"] });
}
