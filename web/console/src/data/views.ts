/** Saved views of one list: which there are, which is open, and whether it was changed since. */

import { take, type SavedView, type SavedViewIn, type SavedViewPatch, type SavedViews } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";
import { computed, watch, type ComputedRef, type Ref } from "vue";
import { useRoute, useRouter, type LocationQueryRaw } from "vue-router";

import { sameView, setOnly, type Shown } from "@/rules/views";

import { api } from "./api";
import { queryClient } from "./client";
import type { Filters } from "./filters";
import type { ChosenColumns } from "./list";

/** A list that can be kept as views. */
export interface ViewedList {
  /** Its name on the server. */
  readonly key: string;
  /** Its address without a record. */
  readonly path: string;
  /** The scope of those who share views of it. */
  readonly manages: string;
  readonly filters: Pick<Filters<string>, "values">;
  readonly columns?: ChosenColumns;
  /** How many rows the list has with these filters. */
  readonly count: (query: Readonly<Record<string, string>>) => Promise<number>;
}

const NOTHING: SavedView[] = [];

export function useViews(key: string) {
  return useQuery<SavedViews>({
    queryKey: ["views", key],
    staleTime: 30_000,
    queryFn: ({ signal }) => take(api.GET("/api/views", { params: { query: { list_key: key } }, signal })),
  });
}

export interface OpenView {
  readonly views: ComputedRef<readonly SavedView[]>;
  readonly defaultId: ComputedRef<number | null>;
  readonly failed: ComputedRef<boolean>;
  /** The view that the address names; null = none. */
  readonly current: ComputedRef<SavedView | null>;
  /** The list as it is on screen. */
  readonly shown: ComputedRef<Shown>;
  readonly modified: ComputedRef<boolean>;
  /** null = the whole list. */
  readonly open: (view: SavedView | null) => void;
}

export function useOpenView(list: ViewedList): OpenView {
  const route = useRoute();
  const router = useRouter();
  const asked = useViews(list.key);
  const views = computed(() => asked.data.value?.items ?? NOTHING);
  const named = computed(() => (typeof route.query.view === "string" ? Number(route.query.view) : null));
  const current = computed(() => views.value.find(({ id }) => id === named.value) ?? null);
  const shown = computed<Shown>(() => ({ query: setOnly(list.filters.values.value), hidden: list.columns?.hidden.value ?? [] }));
  const fresh = list.path === route.path && route.query.view === undefined && Object.keys(shown.value.query).length === 0;

  function go(view: SavedView | null, by: "push" | "replace"): void {
    const query: LocationQueryRaw = view === null ? {} : { ...view.query, view: String(view.id) };
    if (view !== null) list.columns?.hide(view.hidden);
    void router[by]({ path: list.path, query });
  }

  if (fresh) {
    once(asked.data, (known) => {
      const chosen = known.items.find(({ id }) => id === known.default_id);
      if (chosen !== undefined && route.fullPath === list.path) go(chosen, "replace");
    });
  }

  return {
    ...{ views, current, shown },
    defaultId: computed(() => asked.data.value?.default_id ?? null),
    failed: computed(() => asked.isError.value && asked.data.value === undefined),
    modified: computed(() => current.value !== null && !sameView(current.value, comparable(list, shown.value, current.value))),
    open: (view) => {
      go(view, "push");
    },
  };
}

/** Calls `then` with the first answer, and with no later one. */
function once<T>(answer: Ref<T | undefined>, then: (known: T) => void): void {
  const stop = watch(
    answer,
    (known) => {
      if (known === undefined) return;
      queueMicrotask(() => {
        stop();
      });
      then(known);
    },
    { immediate: true },
  );
}

/** A list without a column chooser says nothing about columns. */
function comparable(list: ViewedList, shown: Shown, view: Shown): Shown {
  return list.columns === undefined ? { ...shown, hidden: view.hidden } : shown;
}

export async function addView(body: SavedViewIn, headers: Record<string, string>): Promise<SavedView> {
  return settled(await take(api.POST("/api/views", { body, headers })));
}

export async function editView(id: number, body: SavedViewPatch): Promise<SavedView> {
  return settled(await take(api.PATCH("/api/views/{view_id}", { params: { path: { view_id: id } }, body })));
}

export async function removeView(view: SavedView): Promise<void> {
  await take(api.DELETE("/api/views/{view_id}", { params: { path: { view_id: view.id } } }));
  await askAgain(view.list_key);
}

export async function restoreView(view: SavedView): Promise<SavedView> {
  return settled(await take(api.POST("/api/views/{view_id}/restore", { params: { path: { view_id: view.id } } })));
}

export async function chooseDefault(key: string, viewId: number | null): Promise<void> {
  await take(api.PUT("/api/views/default", { body: { list_key: key, view_id: viewId } }));
  await askAgain(key);
}

export async function askAgain(key: string): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ["views", key] });
}

async function settled(view: SavedView): Promise<SavedView> {
  await askAgain(view.list_key);
  return view;
}
