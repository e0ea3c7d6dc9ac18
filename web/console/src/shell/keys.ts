/** Keys of the whole console, off inside text fields and under dialogs. The latest listener of a key wins. */

import { onBeforeUnmount, onMounted } from "vue";

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const PREFIX_MS = 1_200;
const maps: KeyMap[] = [];
let prefix: { key: string; at: number } | null = null;

/** `"j"`, `"["`, `"Escape"`, and two in a row as `"g a"`. */
export function useKeys(map: KeyMap): void {
  onMounted(() => maps.push(map));
  onBeforeUnmount(() => {
    maps.splice(maps.indexOf(map), 1);
  });
}

export function listenForKeys(): void {
  window.addEventListener("keydown", onKey);
}

function onKey(event: KeyboardEvent): void {
  if (isForOthers(event)) return;
  const pair = prefix && event.timeStamp - prefix.at < PREFIX_MS ? `${prefix.key} ${event.key}` : null;
  prefix = event.key === "g" ? { key: "g", at: event.timeStamp } : null;
  const run = (pair === null ? undefined : find(pair)) ?? find(event.key);
  if (!run) return;
  event.preventDefault();
  run(event);
}

function isForOthers(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return true;
  return isTyping(event.target) || document.querySelector("dialog[open]") !== null;
}

function find(key: string): ((event: KeyboardEvent) => void) | undefined {
  return maps.findLast((map) => key in map)?.[key];
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[role=combobox], [role=listbox], [role=menu]")) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
