/** The glossary of tags, and the tags that nobody has explained. */

import { take, type Items, type Tag, type TagPatch, type UnknownTag } from "@deskside/api";
import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { PAGE_SIZE, type Filters } from "@/data/filters";
import { can } from "@/session/session";

export function useTags({ values, page }: Filters<"q">) {
  const query = computed(() => ({
    page: page.value,
    page_size: PAGE_SIZE,
    ...(values.value.q ? { q: values.value.q } : {}),
  }));
  return useQuery({
    queryKey: ["tags", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<Items<Tag>> => take(api.GET("/api/assist/tags", { params: { query: query.value }, signal })),
  });
}

export function useTag(id: Ref<number>) {
  return useQuery({
    queryKey: ["tag", id],
    queryFn: ({ signal }): Promise<Tag> =>
      take(api.GET("/api/assist/tags/{tag_id}", { params: { path: { tag_id: id.value } }, signal })),
  });
}

export function useUnknownTags(page: Ref<number>) {
  return useQuery({
    queryKey: ["tags", "unknown", page],
    enabled: () => can("assist:manage"),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<Items<UnknownTag>> => {
      const query = { page: page.value, page_size: PAGE_SIZE };
      return take(api.GET("/api/assist/tags/unknown", { params: { query }, signal }));
    },
  });
}

export async function addTag(tag: string, meaning: string, headers?: Record<string, string>): Promise<Tag> {
  return settled(await take(api.POST("/api/assist/tags", { body: { tag, meaning }, headers: headers ?? {} })));
}

export async function editTag(id: number, body: TagPatch): Promise<Tag> {
  return settled(await take(api.PATCH("/api/assist/tags/{tag_id}", { params: { path: { tag_id: id } }, body })));
}

export async function removeTag(id: number): Promise<void> {
  await take(api.DELETE("/api/assist/tags/{tag_id}", { params: { path: { tag_id: id } } }));
  queryClient.removeQueries({ queryKey: ["tag", id] });
  await queryClient.invalidateQueries({ queryKey: ["tags"] });
}

function settled(tag: Tag): Tag {
  queryClient.setQueryData(["tag", tag.id], tag);
  void queryClient.invalidateQueries({ queryKey: ["tags"] });
  return tag;
}
