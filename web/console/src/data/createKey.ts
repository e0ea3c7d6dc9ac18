/** The Idempotency-Key of one form: the same one again after an answer that was lost, a new one after any other. */

import { ApiError, newKey } from "@deskside/api";

export interface CreateKey {
  readonly header: () => { readonly "Idempotency-Key": string };
  readonly failed: (error: unknown) => void;
}

export function useCreateKey(): CreateKey {
  let key = newKey();
  return {
    header: () => ({ "Idempotency-Key": key }),
    failed: (error) => {
      const lost = error instanceof ApiError && (error.status === 0 || error.status >= 502);
      if (!lost) key = newKey();
    },
  };
}
