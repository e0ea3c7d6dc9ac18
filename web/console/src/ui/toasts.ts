/** What just happened, said once at the edge of the page, with an undo of 10 seconds where there is one. */

import { shallowRef } from "vue";

import { errorLine } from "./errors";

export type ToastKind = "good" | "bad" | "info";

export interface Toast {
  readonly id: number;
  readonly kind: ToastKind;
  readonly text: string;
  readonly undo: (() => Promise<void>) | null;
}

export const UNDO_MS = 10_000;
const READ_MS = 5_000;

export const toasts = shallowRef<readonly Toast[]>([]);
let last = 0;

export function toast(text: string, kind: ToastKind = "good"): void {
  show({ text, kind, undo: null }, READ_MS);
}

export function toastWithUndo(text: string, undo: () => Promise<void>): void {
  show({ text, kind: "good", undo }, UNDO_MS);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Undoes the newest thing that can be undone; for the key z and for the button. */
export async function undoNewest(id?: number): Promise<void> {
  const found = toasts.value.findLast((one) => one.undo !== null && (id === undefined || one.id === id));
  if (!found?.undo) return;
  dismiss(found.id);
  try {
    await found.undo();
  } catch (error) {
    toast(errorLine(error), "bad");
  }
}

function show(content: Omit<Toast, "id">, milliseconds: number): void {
  last += 1;
  const id = last;
  toasts.value = [...toasts.value.slice(-3), { ...content, id }];
  setTimeout(() => {
    dismiss(id);
  }, milliseconds);
}
