/** The span of the address. */

import { computed, type ComputedRef } from "vue";

import type { Filters } from "@/data/filters";
import { now } from "@/ui/clock";

import { dayAt, spanOf } from "./spans";
import type { Span } from "./types";

export function useSpan({ values }: Pick<Filters<"from" | "to">, "values">): ComputedRef<Span> {
  const today = computed(() => dayAt(now.value));
  return computed(() => spanOf(values.value.from, values.value.to, today.value));
}
