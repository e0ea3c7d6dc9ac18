/** Runs and alarms; lists with a live run in them are asked again until it ends. */

import { take, type Items, type Run } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";
import { computed, ref, type Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE, valuesOf, type Filters } from "@/data/filters";

import { isLive } from "./state";

const LIVE_MS = 1_000;
const QUIET_MS = 15_000;
const STATES = ["waiting", "running", "done", "failed", "cancelled"] as const;

const TRIGGERS = ["schedule", "manual", "event", "cli"] as const;

export const RUN_FILTERS = ["name", "state", "trigger"] as const;
export type RunFilter = (typeof RUN_FILTERS)[number];

function wireFilters(values: Readonly<Record<RunFilter, string>>) {
  const { name } = values;
  const state = STATES.find((one) => one === values.state);
  const trigger = TRIGGERS.find((one) => one === values.trigger);
  return {
    ...(name ? { name } : {}),
    ...(state ? { state } : {}),
    ...(values.state === "partial" ? { state: "done" as const, complete: false } : {}),
    ...(trigger ? { trigger } : {}),
  };
}

export async function countRuns(query: Readonly<Record<string, string>>): Promise<number> {
  const wanted = { page_size: 1, ...wireFilters(valuesOf(RUN_FILTERS, query)) };
  return (await take(api.GET("/api/runs", { params: { query: wanted } }))).total;
}

export function useRuns({ values, page }: Pick<Filters<RunFilter>, "values" | "page">, size: number = PAGE_SIZE) {
  const query = computed(() => ({ page: page.value, page_size: size, ...wireFilters(values.value) }));
  return useQuery<Items<Run>>({
    queryKey: ["runs", query],
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.items.some(isLive) ? LIVE_MS : QUIET_MS),
    queryFn: ({ signal }) => take(api.GET("/api/runs", { params: { query: query.value }, signal })),
  });
}

export function useRun(id: Ref<Run["id"]>, wanted: Ref<boolean> = ref(true)) {
  return useQuery<Run>({
    queryKey: ["run", id],
    enabled: wanted,
    refetchInterval: ({ state }) => (state.data && isLive(state.data) ? LIVE_MS : false),
    queryFn: ({ signal }) => take(api.GET("/api/runs/{run_id}", { params: { path: { run_id: id.value } }, signal })),
  });
}

export function useRunLog(id: Ref<Run["id"]>, live: Ref<boolean>) {
  return useQuery({
    queryKey: ["run", id, "log"],
    refetchInterval: () => (live.value ? LIVE_MS : false),
    queryFn: ({ signal }) => take(api.GET("/api/runs/{run_id}/log", { params: { path: { run_id: id.value } }, signal })),
  });
}

export function useAlarms() {
  return useQuery({
    queryKey: ["alarms"],
    refetchInterval: QUIET_MS,
    queryFn: ({ signal }) => take(api.GET("/api/runs/alarms", { signal })),
  });
}

export async function cancelRun(id: Run["id"]): Promise<void> {
  await take(api.POST("/api/runs/{run_id}/cancel", { params: { path: { run_id: id } } }));
  await askAgain();
}

export async function retryRun(id: Run["id"]): Promise<void> {
  await take(api.POST("/api/runs/{run_id}/retry", { params: { path: { run_id: id } } }));
  await askAgain();
}

export async function askAgain(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["runs"] }),
    queryClient.invalidateQueries({ queryKey: ["run"] }),
  ]);
}
