/** What people choose about a list beside its filters: rows to act on, and the columns they want to see. */

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";

import type { RowId } from "@/rules/selection";
import type { Column } from "@/ui/columns";

export interface Selection {
  readonly picked: Ref<ReadonlySet<RowId>>;
  readonly pick: (ids: readonly RowId[], on: boolean) => void;
  readonly clear: () => void;
}

/** Rows that leave the list leave the selection: nobody acts on what is out of sight. */
export function useSelection(shown: () => readonly RowId[]): Selection {
  const picked = shallowRef<ReadonlySet<RowId>>(new Set());
  watch(shown, (ids) => {
    const here = new Set(ids);
    const kept = [...picked.value].filter((id) => here.has(id));
    if (kept.length < picked.value.size) picked.value = new Set(kept);
  });
  return {
    picked,
    pick: (ids, on) => {
      const next = new Set(picked.value);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      picked.value = next;
    },
    clear: () => {
      picked.value = new Set();
    },
  };
}

export interface ChosenColumns {
  readonly hidden: Ref<readonly string[]>;
  readonly shown: ComputedRef<Column[]>;
  readonly set: (key: string, on: boolean) => void;
  /** Hide these and no others. */
  readonly hide: (keys: readonly string[]) => void;
}

/** Kept in this browser under the list's name; the first column always shows, for it leads to the record. */
export function useColumns(list: string, columns: () => readonly Column[]): ChosenColumns {
  const place = `columns:${list}`;
  const hidden = ref<readonly string[]>(stored(place));

  function hide(keys: readonly string[]): void {
    hidden.value = keys;
    localStorage.setItem(place, JSON.stringify(keys));
  }

  return {
    ...{ hidden, hide },
    shown: computed(() => columns().filter(({ key }, at) => at === 0 || !hidden.value.includes(key))),
    set: (key, on) => {
      hide(on ? hidden.value.filter((one) => one !== key) : [...new Set([...hidden.value, key])]);
    },
  };
}

function stored(place: string): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? "[]");
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}
