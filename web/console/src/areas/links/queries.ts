/** Links from the account on screen to other pages. */

import { take, type Items, type LinkTry, type LinkVariable, type QuickLink, type QuickLinkIn, type QuickLinkPatch } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";

import type { Placed } from "./order";

export function useLinks() {
  return useQuery({
    queryKey: ["quick-links"],
    queryFn: ({ signal }): Promise<Items<QuickLink>> => take(api.GET("/api/assist/quick-links", { signal })),
  });
}

/** The links as they are now, whatever is on screen. */
export async function presentLinks(): Promise<readonly QuickLink[]> {
  return (await take(api.GET("/api/assist/quick-links"))).items;
}

export function reloadLinks(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ["quick-links"] });
}

export function useVariables() {
  return useQuery({
    queryKey: ["quick-link-variables"],
    staleTime: Infinity,
    queryFn: ({ signal }): Promise<LinkVariable[]> => take(api.GET("/api/assist/quick-links/variables", { signal })),
  });
}

/** The address as a panel would fill it in; null when the account lacks a value that it needs. */
export async function filledLink(body: LinkTry, signal: AbortSignal): Promise<string | null> {
  return (await take(api.POST("/api/assist/quick-links/preview", { body, signal }))).url;
}

export async function addLink(body: QuickLinkIn, headers?: Record<string, string>): Promise<QuickLink> {
  return settled(take(api.POST("/api/assist/quick-links", { body, headers: headers ?? {} })));
}

export async function editLink(id: number, body: QuickLinkPatch): Promise<QuickLink> {
  return settled(take(api.PATCH("/api/assist/quick-links/{link_id}", { params: { path: { link_id: id } }, body })));
}

/** Puts links into their places, upon their present versions; the list is asked again even when one fails. */
export async function placeLinks(places: readonly Placed[]): Promise<void> {
  const path = "/api/assist/quick-links/{link_id}";
  const versions = new Map((await presentLinks()).map(({ id, version }) => [id, version]));
  try {
    for (const { id, position } of places) {
      const body = { position, version: versions.get(id) ?? 0 };
      await take(api.PATCH(path, { params: { path: { link_id: id } }, body }));
    }
  } finally {
    await reloadLinks();
  }
}

export async function removeLink(id: number): Promise<void> {
  await take(api.DELETE("/api/assist/quick-links/{link_id}", { params: { path: { link_id: id } } }));
  await reloadLinks();
}

async function settled(saving: Promise<QuickLink>): Promise<QuickLink> {
  const saved = await saving;
  await reloadLinks();
  return saved;
}
