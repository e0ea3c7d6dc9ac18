/** What is being edited, beside the record it came from. */

import { computed, reactive, ref, type ComputedRef, type Ref } from "vue";

import { changesOf } from "@/rules/changes";

export interface Draft<T extends object> {
  readonly fields: T;
  readonly base: Ref<T>;
  readonly dirty: ComputedRef<boolean>;
  readonly changes: () => Partial<T>;
  readonly reset: (to: T) => void;
  /** Puts my changes on top of a newer record: fields I left alone take its values. */
  readonly rebase: (to: T) => void;
}

export function useDraft<T extends object>(start: T): Draft<T> {
  const base = ref(copy(start)) as Ref<T>;
  const fields = reactive(copy(start)) as T;
  const changes = (): Partial<T> => changesOf(base.value, fields);
  return {
    fields,
    base,
    changes,
    dirty: computed(() => Object.keys(changes()).length > 0),
    reset: (to) => {
      base.value = copy(to);
      Object.assign(fields, copy(to));
    },
    rebase: (to) => {
      const mine = changes();
      base.value = copy(to);
      Object.assign(fields, copy(to), mine);
    },
  };
}

/** Records are JSON; a structured clone would refuse the proxies that queries hand out. */
function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
