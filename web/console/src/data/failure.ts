/** What went wrong with a form: a sentence over it, and what belongs to single fields beside them. */

import { ApiError } from "@deskside/api";
import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";

import { fieldError } from "@/ui/fieldErrors";

export interface Failure {
  readonly failure: ShallowRef<unknown>;
  readonly fields: ComputedRef<Readonly<Record<string, string>>>;
  /** null takes the failure away. */
  readonly fail: (error: unknown) => void;
}

export function useFailure(): Failure {
  const failure = shallowRef<unknown>(null);
  return {
    failure,
    fields: computed(() => {
      const fields = failure.value instanceof ApiError ? failure.value.fields : {};
      return Object.fromEntries(Object.entries(fields).map(([name, sentence]) => [name, fieldError(sentence)]));
    }),
    fail: (error) => {
      failure.value = error;
    },
  };
}
