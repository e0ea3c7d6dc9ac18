/** What can be done with the open view; each thing says who else sees it and can be taken back. */

import type { SavedView, SavedViewPatch } from "@deskside/api";
import { useI18n } from "vue-i18n";

import { ask, type Question } from "@/ui/confirm";
import { toast, toastWithUndo } from "@/ui/toasts";

import type { CreateKey } from "./createKey";
import { staleCurrent } from "./stale";
import { addView, askAgain, chooseDefault, editView, removeView, restoreView, type OpenView, type ViewedList } from "./views";

type Change = Omit<SavedViewPatch, "version">;

export interface ViewFields {
  name: string;
  audience: SavedView["audience"];
  department_id: number | null;
}

export interface ViewEdits {
  readonly add: (fields: ViewFields, key: CreateKey) => Promise<void>;
  /** The open view becomes what is on screen. */
  readonly save: () => Promise<void>;
  readonly change: (fields: ViewFields) => Promise<void>;
  readonly toggleDefault: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

interface Words {
  readonly saved: (view: SavedView) => string;
  readonly stale: (newer: SavedView) => Question;
}

export function useViewEdits(list: ViewedList, state: OpenView): ViewEdits {
  const words = useWords();
  const content = (): Pick<SavedView, "query" | "hidden"> => ({ query: { ...state.shown.value.query }, hidden: [...state.shown.value.hidden] });

  async function edit(change: Change): Promise<void> {
    const before = state.current.value;
    if (before === null) return;
    const saved = await overStale(before, change, words);
    if (saved === null) return;
    const { name, audience, department_id, query, hidden } = before;
    toastWithUndo(words.saved(saved), async () => {
      await editView(saved.id, { name, audience, department_id, query, hidden, version: saved.version });
    });
  }

  return {
    add: async (fields, key) => {
      try {
        const made = await addView({ list_key: list.key, ...fields, ...content() }, key.header());
        state.open(made);
        toast(words.saved(made));
      } catch (error) {
        key.failed(error);
        throw error;
      }
    },
    save: () => edit(content()),
    change: (fields) => edit({ ...fields }),
    ...useChoices(list, state),
  };
}

function useChoices(list: ViewedList, state: OpenView): Pick<ViewEdits, "toggleDefault" | "remove"> {
  const { t } = useI18n();
  return {
    toggleDefault: async () => {
      const view = state.current.value;
      if (view === null) return;
      const before = state.defaultId.value;
      const next = before === view.id ? null : view.id;
      await chooseDefault(list.key, next);
      toastWithUndo(next === null ? t("views.defaultGone") : t("views.defaultSet", { name: view.name }), () => chooseDefault(list.key, before));
    },
    remove: async () => {
      const view = state.current.value;
      if (view === null) return;
      await removeView(view);
      state.open(null);
      toastWithUndo(t("views.deleted", { name: view.name }), async () => {
        state.open(await restoreView(view));
      });
    },
  };
}

/** Somebody was quicker: the newer truth is shown and one is asked; null = theirs stays. */
async function overStale(before: SavedView, change: Change, words: Words): Promise<SavedView | null> {
  try {
    return await editView(before.id, { ...change, version: before.version });
  } catch (error) {
    const newer = staleCurrent(error) as SavedView | null;
    if (newer === null) throw error;
    await askAgain(newer.list_key);
    return (await ask(words.stale(newer))) ? editView(newer.id, { ...change, version: newer.version }) : null;
  }
}

function useWords(): Words {
  const { t } = useI18n();
  return {
    saved: ({ name, audience, department }) =>
      audience === "me" ? t("views.saved", { name }) : t("views.savedFor", { name, who: department ?? t("views.everybody") }),
    stale: ({ name }) => ({
      title: t("stale.title"),
      text: t("views.stale", { name }),
      yes: t("stale.keepMine"),
      no: t("stale.takeTheirs"),
      danger: false,
    }),
  };
}
