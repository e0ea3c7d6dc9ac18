/** Reports that were asked for since the console was opened; their files live a few minutes. */

import { shallowRef } from "vue";

import type { ReportWish } from "./queries";

export interface MadeReport extends Pick<ReportWish, "what" | "kind" | "from" | "to"> {
  readonly fileId: string;
  readonly runId: number | null;
}

export const madeReports = shallowRef<readonly MadeReport[]>([]);
