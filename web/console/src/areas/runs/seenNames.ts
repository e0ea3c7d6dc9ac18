/** What the list can be narrowed to: every kind of run that was seen in it since the page was opened. */

import type { Run } from "@deskside/api";
import { shallowRef, watch, type Ref } from "vue";

export function useSeenNames(rows: Ref<readonly Run[] | undefined>, chosen: () => string): Ref<ReadonlyMap<string, string>> {
  const seen = shallowRef<ReadonlyMap<string, string>>(new Map());
  watch(
    rows,
    (now) => {
      const found = new Map([...seen.value, ...(now ?? []).map(({ name, title }) => [name, title] as const)]);
      // A filter out of an address is shown even when nothing matches it.
      const wanted = chosen();
      if (wanted !== "" && !found.has(wanted)) found.set(wanted, wanted);
      seen.value = found;
    },
    { immediate: true },
  );
  return seen;
}
