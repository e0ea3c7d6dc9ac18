/** Tables of plans that are uploaded: judged first, saved when that is wanted, taken back as a whole. */

import { take, type PlanImport, type PlanUndo } from "@deskside/api";
import { useQuery } from "@tanstack/vue-query";
import type { Ref } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";

const READING_MS = 700;

export function usePlanImport(id: Ref<number>) {
  return useQuery<PlanImport>({
    queryKey: ["plan-import", id],
    refetchInterval: ({ state }) => (state.data?.state === "reading" ? READING_MS : false),
    queryFn: ({ signal }) =>
      take(api.GET("/api/assist/plan-imports/{import_id}", { params: { path: { import_id: id.value } }, signal })),
  });
}

export function usePlanImports() {
  return useQuery({
    queryKey: ["plan-imports"],
    queryFn: ({ signal }) => take(api.GET("/api/assist/plan-imports", { params: { query: { page_size: 10 } }, signal })),
  });
}

/** The id under which the upload is asked for. */
export async function uploadPlans(file: File, dryRun: boolean): Promise<number> {
  const started = await take(
    api.POST("/api/assist/plan-imports", {
      headers: { "X-Deskside": "1" },
      body: { file: file.name, dry_run: dryRun },
      bodySerializer: () => {
        const form = new FormData();
        form.append("file", file);
        form.append("dry_run", String(dryRun));
        return form;
      },
    }),
  );
  void queryClient.invalidateQueries({ queryKey: ["plan-imports"] });
  return started.id;
}

export async function undoImport(id: number): Promise<PlanUndo> {
  const params = { path: { import_id: id } };
  const undone = await take(api.POST("/api/assist/plan-imports/{import_id}/undo", { params }));
  await showSaved();
  return undone;
}

/** Has every list of plans asked for again. */
export async function showSaved(): Promise<void> {
  await Promise.all(
    ["plans", "plan", "plan-versions", "plan-import", "plan-imports", "unknown-plans"].map((key) =>
      queryClient.invalidateQueries({ queryKey: [key] }),
    ),
  );
}
