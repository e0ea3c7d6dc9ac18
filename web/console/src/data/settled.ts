/** A value once it has stood still for a moment, so that typing does not ask at every key. */

import { onScopeDispose, ref, watch, type Ref } from "vue";

const PAUSE_MS = 400;

/** `source` compared by what it says, not by identity. */
export function useSettled<T>(source: () => T, pause: number = PAUSE_MS): Ref<T> {
  const settled = ref(source()) as Ref<T>;
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => JSON.stringify(source()),
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        settled.value = source();
      }, pause);
    },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
  });
  return settled;
}
