/** Plans as the server has them. */

import { take, type BusinessUse, type Items, type Plan, type PlanIn, type PlanPatch, type UnknownPlan } from "@deskside/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE, valuesOf, type Filters } from "@/data/filters";
import { can } from "@/session/session";

const SORTS = ["plan_id", "-plan_id", "business", "-business", "modified", "-modified"] as const;
export const PLAN_FILTERS = ["q", "business", "modified_from", "modified_to", "sort"] as const;
export type PlanFilter = (typeof PLAN_FILTERS)[number];

function wireFilters(values: Readonly<Record<PlanFilter, string>>) {
  const { q, business, modified_from, modified_to } = values;
  const sort = SORTS.find((one) => one === values.sort);
  return {
    ...(q ? { q } : {}),
    ...(business ? { business } : {}),
    ...(modified_from ? { modified_from } : {}),
    ...(modified_to ? { modified_to } : {}),
    ...(sort ? { sort } : {}),
  };
}

export async function countPlans(query: Readonly<Record<string, string>>): Promise<number> {
  const wanted = { page_size: 1, ...wireFilters(valuesOf(PLAN_FILTERS, query)) };
  return (await take(api.GET("/api/assist/plans", { params: { query: wanted } }))).total;
}

export function usePlans({ values, page }: Filters<PlanFilter>) {
  const query = computed(() => ({ page: page.value, page_size: PAGE_SIZE, ...wireFilters(values.value) }));
  return useQuery({
    queryKey: ["plans", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET("/api/assist/plans", { params: { query: query.value }, signal })),
  });
}

export function usePlan(planId: Ref<number>) {
  return useQuery({
    queryKey: ["plan", planId],
    queryFn: ({ signal }) =>
      take(api.GET("/api/assist/plans/{plan_id}", { params: { path: { plan_id: planId.value } }, signal })),
  });
}

export async function addPlan(body: PlanIn, headers: Record<string, string>): Promise<Plan> {
  return settled(await take(api.POST("/api/assist/plans", { body, headers })));
}

export async function editPlan(planId: number, body: PlanPatch): Promise<Plan> {
  return settled(
    await take(api.PATCH("/api/assist/plans/{plan_id}", { params: { path: { plan_id: planId } }, body })),
  );
}

export function useVersions(planId: Ref<number>, page: Ref<number>) {
  return useQuery({
    queryKey: ["plan-versions", planId, page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      take(
        api.GET("/api/assist/plans/{plan_id}/versions", {
          params: { path: { plan_id: planId.value }, query: { page: page.value, page_size: PAGE_SIZE } },
          signal,
        }),
      ),
  });
}

/** `version` is the one that the plan has now. */
export async function restorePlan(planId: number, version: number, toVersion: number): Promise<Plan> {
  const path = { plan_id: planId };
  const body = { version, to_version: toVersion };
  return settled(await take(api.POST("/api/assist/plans/{plan_id}/restore", { params: { path }, body })));
}

export function useUnknownPlans(page: Ref<number>, dismissed: Ref<boolean>) {
  return useQuery({
    queryKey: ["unknown-plans", page, dismissed],
    enabled: () => can("assist:manage"),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<Items<UnknownPlan>> => {
      const query = { page: page.value, page_size: PAGE_SIZE, dismissed: dismissed.value };
      return take(api.GET("/api/assist/unknown-plans", { params: { query }, signal }));
    },
  });
}

export async function dismissPlan(planId: number, dismissed: boolean): Promise<void> {
  const path = { plan_id: planId };
  await take(api.PATCH("/api/assist/unknown-plans/{plan_id}", { params: { path }, body: { dismissed } }));
  await queryClient.invalidateQueries({ queryKey: ["unknown-plans"] });
}

export function useBusinessUse() {
  return useQuery({
    queryKey: ["businesses", "use"],
    queryFn: ({ signal }) => take(api.GET("/api/assist/businesses/use", { signal })),
  });
}

export async function addBusiness(name: string, headers: Record<string, string>): Promise<void> {
  await take(api.POST("/api/assist/businesses", { body: { name }, headers }));
  await queryClient.invalidateQueries({ queryKey: ["businesses"] });
}

export async function setAliases(one: BusinessUse, aliases: string[]): Promise<void> {
  const params = { path: { business_id: one.id } };
  await take(api.PUT("/api/assist/businesses/{business_id}/aliases", { params, body: { aliases } }));
  await queryClient.invalidateQueries({ queryKey: ["businesses"] });
}

/** Puts a plan into every list that has it, without asking the server. */
export function showPlan(plan: Plan): void {
  queryClient.setQueriesData<Items<Plan>>({ queryKey: ["plans"] }, (list) =>
    list && { ...list, items: list.items.map((one) => (one.plan_id === plan.plan_id ? plan : one)) },
  );
}

/** Saves a cell of the grid; its row stays where it is until the list is asked for again. */
export async function editCell(planId: number, body: PlanPatch): Promise<Plan> {
  const params = { path: { plan_id: planId } };
  const plan = await take(api.PATCH("/api/assist/plans/{plan_id}", { params, body }));
  queryClient.setQueryData(["plan", planId], plan);
  void queryClient.invalidateQueries({ queryKey: ["plan-versions", planId] });
  return plan;
}

function settled(plan: Plan): Plan {
  queryClient.setQueryData(["plan", plan.plan_id], plan);
  void queryClient.invalidateQueries({ queryKey: ["plans"] });
  void queryClient.invalidateQueries({ queryKey: ["plan-versions", plan.plan_id] });
  void queryClient.invalidateQueries({ queryKey: ["unknown-plans"] });
  return plan;
}
