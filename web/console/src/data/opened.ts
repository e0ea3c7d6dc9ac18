/** Which record of a list stands open beside it, as the address says, and what is before and after it. */

import { computed, type ComputedRef } from "vue";
import { useRoute, type LocationQueryRaw, type RouteLocationRaw } from "vue-router";

import { neighbours, type RowId } from "@/rules/selection";

export interface OpenedOf<I extends RowId> {
  /** The list's own address; a record's is below it. */
  readonly path: string;
  /** The record's id out of the address; null for words like `new`. */
  readonly read: (text: string) => I | null;
  /** The ids of the rows on screen. */
  readonly ids: () => readonly I[];
  /** The filters that links keep. */
  readonly query: () => LocationQueryRaw;
}

export interface Opened<I extends RowId> {
  /** What the address says, also `new`; null = only the list. */
  readonly openId: ComputedRef<string | null>;
  readonly current: ComputedRef<I | null>;
  readonly previousTo: ComputedRef<RouteLocationRaw | null>;
  readonly nextTo: ComputedRef<RouteLocationRaw | null>;
  readonly closeTo: ComputedRef<RouteLocationRaw>;
  readonly to: (id: RowId | null) => RouteLocationRaw;
}

export function useOpened<I extends RowId>({ path, read, ids, query }: OpenedOf<I>): Opened<I> {
  const route = useRoute();
  const openId = computed(() => (typeof route.params.id === "string" && route.params.id !== "" ? route.params.id : null));
  const current = computed(() => (openId.value === null ? null : read(openId.value)));
  const beside = computed(() => neighbours(ids(), current.value));

  function to(id: RowId | null): RouteLocationRaw {
    return { path: id === null ? path : `${path}/${encodeURIComponent(id)}`, query: query() };
  }

  return {
    ...{ openId, current, to },
    previousTo: computed(() => (beside.value.previous === null ? null : to(beside.value.previous))),
    nextTo: computed(() => (beside.value.next === null ? null : to(beside.value.next))),
    closeTo: computed(() => to(null)),
  };
}

/** For lists whose ids are numbers. */
export function readNumber(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
