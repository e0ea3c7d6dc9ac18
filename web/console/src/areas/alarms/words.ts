import { i18n } from "@/i18n";

/** A kind this console does not know yet is shown as the server names it. */
export function alarmKind(kind: string): string {
  const key = `alarm.kinds.${kind}`;
  return i18n.global.te(key) ? i18n.global.t(key) : kind;
}
