/** Figures, records and reports of calls; what is being read is asked again until it is there. */

import { take } from "@deskside/api";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE } from "@/data/filters";

import type { Day, Days, Grade, Span, Summary, Track } from "./types";

const LIVE_MS = 1_000;
const QUIET_MS = 30_000;
const KEY = "calls";

const isRead = (day: Day): boolean => day.runs.length > 0;

export function useSummary() {
  return useQuery<Summary>({
    queryKey: [KEY, "summary"],
    refetchInterval: ({ state: { data } }) => (data && (isRead(data.today) || isRead(data.yesterday)) ? LIVE_MS : QUIET_MS),
    queryFn: ({ signal }) => take(api.GET("/api/calls/summary", { signal })),
  });
}

export function useDays(span: Ref<Span>, wanted: Ref<boolean> = computed(() => true)) {
  return useQuery<Days>({
    queryKey: [KEY, "days", span],
    enabled: wanted,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.items.some(isRead) ? LIVE_MS : QUIET_MS),
    queryFn: ({ signal }) => take(api.GET("/api/calls/days", { params: { query: span.value }, signal })),
  });
}

export function useTrend(span: Ref<Span>) {
  return useQuery({
    queryKey: [KEY, "trend", span],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/calls/trend", { params: { query: span.value }, signal })),
  });
}

export function useFirstAnswers(span: Ref<Span>) {
  return useQuery({
    queryKey: [KEY, "first-answers", span],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/calls/first-answers", { params: { query: span.value }, signal })),
  });
}

export type RankedBy = "agents" | "tasks";

/** `minimum`: 0 = as the settings have it. */
export function useRanking(by: Ref<RankedBy>, span: Ref<Span>, minimum: Ref<number>) {
  return useQuery({
    queryKey: [KEY, "ranking", by, span, minimum],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const query = { ...span.value, ...(minimum.value > 0 ? { minimum: minimum.value } : {}) };
      return take(api.GET(by.value === "agents" ? "/api/calls/agents" : "/api/calls/tasks", { params: { query }, signal }));
    },
  });
}

export function useHours(span: Ref<Span>) {
  return useQuery({
    queryKey: [KEY, "hours", span],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/calls/hours", { params: { query: span.value }, signal })),
  });
}

export interface RecordQuery extends Span {
  readonly agent?: string;
  readonly task?: string;
  readonly grade?: string;
  readonly answered?: boolean;
  readonly hour?: number;
  readonly weekday?: number;
}

export function useRecords(wanted: Ref<RecordQuery>) {
  return useInfiniteQuery({
    queryKey: [KEY, "records", wanted],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    getNextPageParam: ({ next }: { next: string | null }) => next,
    queryFn: ({ signal, pageParam }) => {
      const query = { ...wanted.value, limit: PAGE_SIZE, ...(pageParam === "" ? {} : { cursor: pageParam }) };
      return take(api.GET("/api/calls/records", { params: { query }, signal }));
    },
  });
}

/** One record by its id, where no list on screen has it. */
export function useRecord(id: Ref<string>, wanted: Ref<boolean>) {
  return useQuery({
    queryKey: [KEY, "record", id],
    enabled: wanted,
    queryFn: ({ signal }) => take(api.GET("/api/calls/records/{record_id}", { params: { path: { record_id: id.value } }, signal })),
  });
}

export function useGrades() {
  return useQuery({
    queryKey: [KEY, "grades"],
    staleTime: 60_000,
    queryFn: ({ signal }) => take(api.GET("/api/calls/grades", { signal })),
  });
}

export async function saveGrades(version: number, grades: Grade[]) {
  const saved = await take(api.PUT("/api/calls/grades", { body: { version, grades } }));
  queryClient.setQueryData([KEY, "grades"], saved);
  void queryClient.invalidateQueries({ queryKey: [KEY] });
  return saved;
}

export function useRules() {
  return useQuery({
    queryKey: [KEY, "rules"],
    queryFn: ({ signal }) => take(api.GET("/api/calls/rules", { signal })),
  });
}

export async function saveRules(version: number, values: Record<string, unknown>) {
  const body = { version, values: values as Record<string, never> };
  const saved = await take(api.PUT("/api/calls/rules", { body }));
  queryClient.setQueryData([KEY, "rules"], saved);
  return saved;
}

export function useWarmUp(span: Ref<Span>) {
  return useQuery({
    queryKey: [KEY, "warm-up", span],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/calls/warm-up", { params: { query: span.value }, signal })),
  });
}

export async function refreshDays(span: Span, tracks: Track[], onlyMissing: boolean) {
  return take(api.POST("/api/calls/refresh", { body: { ...span, tracks, only_missing: onlyMissing } }));
}

export function usePeriodic(page: Ref<number>) {
  return useQuery({
    queryKey: [KEY, "reports", page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      take(api.GET("/api/calls/reports", { params: { query: { page: page.value, page_size: PAGE_SIZE } }, signal })),
  });
}

export interface ReportWish extends Span {
  readonly kind: "xlsx" | "pdf";
  readonly what: "days" | "agents" | "tasks" | "records";
  readonly agent?: string;
  readonly task?: string;
  readonly grade?: string;
}

export async function makeReport(wish: ReportWish) {
  return take(api.POST("/api/calls/reports", { body: wish }));
}

export async function askFiguresAgain(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: [KEY] });
}
