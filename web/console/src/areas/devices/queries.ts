/** Paired browsers. */

import { ApiError, take, type Pairing } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";
import type { Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";

const WHILE_PAIRING_MS = 2_000;

/** While a code is shown the list is asked again often, so that the new browser appears by itself. */
export function useDevices(pairing: Ref<boolean>) {
  return useQuery({
    queryKey: ["devices"],
    refetchInterval: () => (pairing.value ? WHILE_PAIRING_MS : false),
    queryFn: ({ signal }) => take(api.GET("/api/assist/devices", { signal })),
  });
}

export function newPairing(): Promise<Pairing> {
  return take(api.POST("/api/assist/pairings"));
}

export async function revokeDevice(id: number): Promise<void> {
  await take(api.DELETE("/api/assist/devices/{device_id}", { params: { path: { device_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: ["devices"] });
}

/** Ends several; how many are still there. One that somebody else ended meanwhile is gone too. */
export async function revokeDevices(ids: readonly number[]): Promise<number> {
  const path = "/api/assist/devices/{device_id}";
  const outcomes = await Promise.allSettled(ids.map((id) => take(api.DELETE(path, { params: { path: { device_id: id } } }))));
  await queryClient.invalidateQueries({ queryKey: ["devices"] });
  return outcomes.filter((one) => one.status === "rejected" && !isGone(one.reason)).length;
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
