/** What everybody and single departments say about their panels. */

import { take, type Items, type PanelPolicy, type PolicyBody } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";

const ADDRESS = "/api/assist/panel-policies/{department_id}";

export function usePolicies() {
  return useQuery({
    queryKey: ["panel-policies"],
    queryFn: ({ signal }): Promise<Items<PanelPolicy>> => take(api.GET("/api/assist/panel-policies", { signal })),
  });
}

export async function savePolicy(department: number, version: number, body: PolicyBody): Promise<PanelPolicy> {
  const params = { path: { department_id: department } };
  const saved = await take(api.PUT(ADDRESS, { params, body: { version, body } }));
  await queryClient.invalidateQueries({ queryKey: ["panel-policies"] });
  return saved;
}

export async function removePolicy(department: number): Promise<void> {
  await take(api.DELETE(ADDRESS, { params: { path: { department_id: department } } }));
  await queryClient.invalidateQueries({ queryKey: ["panel-policies"] });
}
