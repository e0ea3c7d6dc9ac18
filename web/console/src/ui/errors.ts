/** An error as a sentence that says what to do, in the reader's language. */

import { ApiError } from "@deskside/api";

import { i18n } from "@/i18n";

export interface ErrorWords {
  readonly text: string;
  /** The server's own sentence, where it adds something. */
  readonly detail: string;
}

export function errorWords(error: unknown): ErrorWords {
  const { t } = i18n.global;
  if (!(error instanceof ApiError)) return { text: t("errors.page"), detail: error instanceof Error ? error.message : "" };
  const key = `errors.code.${error.code}`;
  const byStatus = `errors.status.${String(error.status)}`;
  const known = [key, byStatus].find((one) => i18n.global.te(one));
  return { text: t(known ?? "errors.other", { wait: error.retryAfter ?? 0 }), detail: error.detail };
}

export function errorLine(error: unknown): string {
  const { text, detail } = errorWords(error);
  return detail === "" ? text : i18n.global.t("errors.line", { text, detail });
}
