/** Lists that several pages choose from. */

import { take, type Business, type Department } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";

import { api } from "./api";

const LONG_MS = 60_000;

export function useBusinesses() {
  return useQuery({
    queryKey: ["businesses"],
    staleTime: LONG_MS,
    queryFn: async ({ signal }): Promise<readonly Business[]> =>
      (await take(api.GET("/api/assist/businesses", { signal }))).items,
  });
}

export function useDepartments() {
  return useQuery({
    queryKey: ["departments"],
    staleTime: LONG_MS,
    queryFn: async ({ signal }): Promise<readonly Department[]> =>
      (await take(api.GET("/api/departments", { signal }))).items,
  });
}
