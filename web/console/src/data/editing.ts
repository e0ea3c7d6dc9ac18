/** Editing one record: a draft, its saving with undo, and what to do when somebody else was quicker. */

import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from "vue";

import { differences, type Difference } from "@/rules/changes";
import { toastWithUndo } from "@/ui/toasts";

import { useDraft, type Draft } from "./draft";
import { useFailure, type Failure } from "./failure";
import { useLeaveGuard } from "./leaving";
import { staleCurrent } from "./stale";

export interface Kept {
  readonly version: number;
}

export interface EditingOf<R extends Kept, F extends object> {
  /** The record on screen. */
  readonly record: () => R;
  readonly fieldsOf: (record: R) => F;
  readonly complete: (fields: F) => boolean;
  /** Sends the changed fields, made upon `version`. */
  readonly send: (changed: Partial<F>, version: number) => Promise<R>;
  /** What to say when it is saved. */
  readonly said: (saved: R) => string;
}

export interface Editing<R extends Kept, F extends object> {
  readonly fields: F;
  readonly dirty: ComputedRef<boolean>;
  readonly savable: ComputedRef<boolean>;
  readonly failure: Failure["failure"];
  readonly errors: Failure["fields"];
  /** The newer truth that a save met; null = none. */
  readonly newer: Readonly<ShallowRef<R | null>>;
  readonly conflict: ComputedRef<Difference<keyof F>[]>;
  readonly adopt: (record: R) => void;
  readonly save: () => Promise<void>;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

export function useEditing<R extends Kept, F extends object>(of: EditingOf<R, F>): Editing<R, F> {
  const draft = useDraft(of.fieldsOf(of.record()));
  const { failure, fields: errors, fail } = useFailure();
  const version = shallowRef(of.record().version);
  const newer: ShallowRef<R | null> = shallowRef(null);
  const { fields, base, dirty } = draft;
  const savable = computed(() => dirty.value && of.complete(fields));
  const save = (): Promise<void> => (savable.value ? saveDraft(of, { draft, version, newer, fail, adopt }) : Promise.resolve());

  function adopt(record: R): void {
    draft.reset(of.fieldsOf(record));
    version.value = record.version;
    newer.value = null;
    fail(null);
  }

  useLeaveGuard(dirty);
  watch(of.record, (record) => {
    if (!dirty.value) adopt(record);
  });

  return {
    ...{ fields, dirty, savable, failure, errors, newer, adopt, save },
    conflict: computed(() => (newer.value ? differences(base.value, fields, of.fieldsOf(newer.value)) : [])),
    keepMine: () => {
      if (!newer.value) return;
      draft.rebase(of.fieldsOf(newer.value));
      version.value = newer.value.version;
      newer.value = null;
      void save();
    },
    takeTheirs: () => {
      if (newer.value) adopt(newer.value);
    },
  };
}

interface Desk<R extends Kept, F extends object> {
  readonly draft: Draft<F>;
  readonly version: ShallowRef<number>;
  readonly newer: ShallowRef<R | null>;
  readonly fail: Failure["fail"];
  readonly adopt: (record: R) => void;
}

async function saveDraft<R extends Kept, F extends object>(of: EditingOf<R, F>, desk: Desk<R, F>): Promise<void> {
  desk.fail(null);
  const before = desk.draft.base.value;
  const changed = desk.draft.changes();
  try {
    const saved = await of.send(changed, desk.version.value);
    desk.adopt(saved);
    toastWithUndo(of.said(saved), async () => {
      desk.adopt(await of.send(picked(before, changed), saved.version));
    });
  } catch (error) {
    desk.newer.value = staleCurrent(error) as R | null;
    if (desk.newer.value === null) desk.fail(error);
  }
}

/** The fields of `from` that `changed` names. */
function picked<F extends object>(from: F, changed: Partial<F>): Partial<F> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name in changed)) as Partial<F>;
}
