/** How panels read a CRM. */

import { take, type Items, type ProfileBody, type ProfileTry, type ProfileVersion, type SiteProfile, type TriedProfile } from "@deskside/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import type { Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE } from "@/data/filters";

const ADDRESS = "/api/assist/site-profiles/{profile_id}";

export function useProfiles() {
  return useQuery({
    queryKey: ["site-profiles"],
    queryFn: ({ signal }): Promise<Items<SiteProfile>> => take(api.GET("/api/assist/site-profiles", { signal })),
  });
}

export function useBuiltIn() {
  return useQuery({
    queryKey: ["built-in-profile"],
    staleTime: Infinity,
    queryFn: ({ signal }): Promise<ProfileBody> => take(api.GET("/api/assist/site-profiles/built-in", { signal })),
  });
}

export function useVersions(id: Ref<number>, page: Ref<number>) {
  return useQuery({
    queryKey: ["site-profiles", id, "versions", page],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<Items<ProfileVersion>> => {
      const params = { path: { profile_id: id.value }, query: { page: page.value, page_size: PAGE_SIZE } };
      return take(api.GET("/api/assist/site-profiles/{profile_id}/versions", { params, signal }));
    },
  });
}

export function tryProfile(body: ProfileTry, signal: AbortSignal): Promise<TriedProfile> {
  return take(api.POST("/api/assist/site-profiles/try", { body, signal }));
}

export async function addProfile(name: string, body: ProfileBody, headers?: Record<string, string>): Promise<SiteProfile> {
  return settled(take(api.POST("/api/assist/site-profiles", { body: { name, body }, headers: headers ?? {} })));
}

export async function editProfile(id: number, body: { name?: string; body?: ProfileBody; version: number }): Promise<SiteProfile> {
  return settled(take(api.PATCH(ADDRESS, { params: { path: { profile_id: id } }, body })));
}

export async function restoreProfile(id: number, version: number, to: number): Promise<SiteProfile> {
  const params = { path: { profile_id: id } };
  return settled(take(api.POST("/api/assist/site-profiles/{profile_id}/restore", { params, body: { version, to_version: to } })));
}

export async function removeProfile(id: number): Promise<void> {
  await take(api.DELETE(ADDRESS, { params: { path: { profile_id: id } } }));
  await queryClient.invalidateQueries({ queryKey: ["site-profiles"] });
}

async function settled(saving: Promise<SiteProfile>): Promise<SiteProfile> {
  const saved = await saving;
  await queryClient.invalidateQueries({ queryKey: ["site-profiles"] });
  return saved;
}
