/** Readings that were asked for in this browser: how far they are, and what went wrong with them. */

import { take, type Run } from "@deskside/api";
import { useQueries } from "@tanstack/vue-query";
import { computed, shallowRef, watch, type ComputedRef } from "vue";

import { cancelRun } from "@/areas/runs/queries";
import { isLive } from "@/areas/runs/state";
import { api } from "@/data/api";

import { askFiguresAgain, refreshDays, useDays } from "./queries";
import type { LiveRun, Span, Track } from "./types";

export interface AskedRun {
  readonly date: string;
  readonly track: Track;
  readonly run_id: number;
}

export interface EndedRun extends AskedRun {
  readonly run: Run;
}

export interface Refreshing {
  readonly total: ComputedRef<number>;
  readonly ended: ComputedRef<readonly EndedRun[]>;
  /** The reading that runs, with its day. */
  readonly running: ComputedRef<(LiveRun & { readonly date: string }) | null>;
  readonly failed: ComputedRef<readonly EndedRun[]>;
  readonly busy: ComputedRef<boolean>;
  readonly cancel: () => Promise<void>;
  readonly dismiss: () => void;
}

const LIVE_MS = 1_000;
const asked = shallowRef<readonly AskedRun[]>([]);
const failedDays = shallowRef<ReadonlySet<string>>(new Set());

export function useFailedDays(): Readonly<typeof failedDays> {
  return failedDays;
}

/** How many readings it takes; 0 = there was nothing to read. */
export async function startReading(span: Span, tracks: Track[], onlyMissing = false): Promise<number> {
  const { items } = await refreshDays(span, tracks, onlyMissing);
  const again = new Set(items.map(({ run_id: id }) => id));
  asked.value = [...asked.value.filter(({ run_id: id }) => !again.has(id)), ...items];
  failedDays.value = new Set([...failedDays.value].filter((day) => day < span.from || day > span.to));
  await askFiguresAgain();
  return items.length;
}

/** What waits or runs of the days that were asked for. */
function useLive() {
  const span = computed<Span>(() => {
    const days = asked.value.map(({ date }) => date).sort();
    return { from: days[0] ?? "", to: days.at(-1) ?? "" };
  });
  const days = useDays(
    span,
    computed(() => asked.value.length > 0),
  );
  return computed(() => (days.data.value?.items ?? []).flatMap(({ date, runs }) => runs.map((run) => ({ ...run, date }))));
}

/** Only what waits or runs no more is asked for one by one: a range has hundreds. */
function useEnded(live: ComputedRef<readonly LiveRun[]>): ComputedRef<EndedRun[]> {
  const gone = computed(() => {
    const ids = new Set(live.value.map(({ run_id: id }) => id));
    return asked.value.filter(({ run_id: id }) => !ids.has(id));
  });
  const runs = useQueries({
    queries: computed(() =>
      gone.value.map(({ run_id: id }) => ({
        queryKey: ["run", id],
        refetchInterval: ({ state }: { state: { data?: Run } }) => (state.data && isLive(state.data) ? LIVE_MS : false),
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<Run> =>
          take(api.GET("/api/runs/{run_id}", { params: { path: { run_id: id } }, signal })),
      })),
    ),
  });
  return computed(() =>
    gone.value.flatMap((one, at): EndedRun[] => {
      const run = runs.value[at]?.data;
      return run !== undefined && run.id === one.run_id && !isLive(run) ? [{ ...one, run }] : [];
    }),
  );
}

export function useRefreshing(): Refreshing {
  const live = useLive();
  const ended = useEnded(live);
  const failed = computed(() => ended.value.filter(({ run }) => run.state === "failed"));
  const busy = computed(() => ended.value.length < asked.value.length);

  watch(failed, (now) => {
    failedDays.value = new Set([...failedDays.value, ...now.map(({ date }) => date)]);
  });
  watch(
    () => ended.value.length,
    () => void askFiguresAgain(),
  );

  return {
    total: computed(() => asked.value.length),
    ended,
    running: computed(() => live.value.find(({ state }) => state === "running") ?? null),
    failed,
    busy,
    cancel: async () => {
      const done = new Set(ended.value.map(({ run_id: id }) => id));
      for (const { run_id: id } of asked.value) if (!done.has(id)) await cancelRun(id);
    },
    dismiss: () => {
      asked.value = [];
    },
  };
}
