/** What agents used of the panel. */

import { take, type PanelUsage } from "@deskside/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed } from "vue";

import { api } from "@/data/api";
import type { Filters } from "@/data/filters";

export function useUsage({ values }: Filters<"since" | "until">) {
  const query = computed(() => {
    const { since, until } = values.value;
    return { ...(since ? { since } : {}), ...(until ? { until } : {}) };
  });
  return useQuery({
    queryKey: ["panel-usage", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<PanelUsage> => take(api.GET("/api/assist/usage", { params: { query: query.value }, signal })),
  });
}
