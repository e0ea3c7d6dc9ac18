/** Filters and the page of a list, kept in its address. */

import { computed, type ComputedRef } from "vue";
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from "vue-router";

export const PAGE_SIZE = 50;

export interface Filters<K extends string> {
  readonly values: ComputedRef<Readonly<Record<K, string>>>;
  readonly page: ComputedRef<number>;
  readonly filtered: ComputedRef<boolean>;
  /** The query of the list's address, for links that keep the filters. */
  readonly query: ComputedRef<LocationQuery>;
  readonly set: (changes: Partial<Record<K, string>>) => void;
  readonly clear: () => void;
  readonly goPage: (page: number) => void;
}

export function useFilters<K extends string>(names: readonly K[]): Filters<K> {
  const route = useRoute();
  const router = useRouter();
  const values = computed(
    () => Object.fromEntries(names.map((name) => [name, one(route.query[name])])) as Record<K, string>,
  );

  function replace(changes: Record<string, string | undefined>): void {
    const query: LocationQueryRaw = { ...route.query };
    for (const [name, value] of Object.entries(changes)) query[name] = value === "" ? undefined : value;
    void router.replace({ path: route.path, query });
  }

  return {
    values,
    page: computed(() => Math.max(1, Number.parseInt(one(route.query.page), 10) || 1)),
    filtered: computed(() => names.some((name) => values.value[name] !== "")),
    query: computed(() => Object.fromEntries(Object.entries(route.query).filter(([name]) => name !== "tab"))),
    set: (changes) => {
      replace({ ...(changes as Record<string, string>), page: undefined });
    },
    clear: () => {
      replace({ ...Object.fromEntries(names.map((name) => [name, undefined])), page: undefined });
    },
    goPage: (page) => {
      replace({ page: page > 1 ? String(page) : undefined });
    },
  };
}

/** Every filter by name, empty where `query` has none. */
export function valuesOf<K extends string>(names: readonly K[], query: Readonly<Record<string, string>>): Record<K, string> {
  return Object.fromEntries(names.map((name) => [name, query[name] ?? ""])) as Record<K, string>;
}

function one(value: LocationQuery[string] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
