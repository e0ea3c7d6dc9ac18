/** Keys of the panel; they work only while the focus is in it, and never inside its text fields. */

export interface KeyActions {
  toggle: (todoId: number) => void;
  undo: () => void;
}

export function handleKey(event: KeyboardEvent, root: ShadowRoot, actions: KeyActions): void {
  if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (root.activeElement instanceof HTMLInputElement) return;
  const done = pressed(event.key, root, actions);
  if (done) event.preventDefault();
}

function pressed(key: string, root: ShadowRoot, actions: KeyActions): boolean {
  if (key === "j") return step(root, 1);
  if (key === "k") return step(root, -1);
  if (key === "z") {
    actions.undo();
    return true;
  }
  const todo = key === "x" ? root.activeElement?.closest<HTMLElement>("[data-todo]")?.dataset.todo : undefined;
  if (todo === undefined) return false;
  actions.toggle(Number(todo));
  return true;
}

function step(root: ShadowRoot, by: 1 | -1): boolean {
  const rows = [...root.querySelectorAll<HTMLElement>("[data-row]")].filter((row) => row.closest("[hidden]") === null);
  const here = rows.findIndex((row) => row === root.activeElement?.closest("[data-row]"));
  const next = here === -1 ? (by === 1 ? 0 : rows.length - 1) : here + by;
  rows[next]?.focus();
  return rows.length > 0;
}
