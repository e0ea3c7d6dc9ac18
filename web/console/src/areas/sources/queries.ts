/** Sources with their health; asked more often while one is being fetched. */

import { take, type Items, type Source } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";

import { api } from "@/data/api";

const LIVE_MS = 2_000;
const QUIET_MS = 15_000;

export function useSources() {
  return useQuery<Items<Source>>({
    queryKey: ["sources"],
    refetchInterval: ({ state }) => (state.data?.items.some(({ running }) => running !== null) ? LIVE_MS : QUIET_MS),
    queryFn: ({ signal }) => take(api.GET("/api/sources", { signal })),
  });
}
