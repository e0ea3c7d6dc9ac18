/** A session that ended in the middle of work: the page stays, a dialog asks to sign in over it. */

import { ref } from "vue";

export const expired = ref(false);

let waiting: Promise<boolean> | null = null;
let settle: (again: boolean) => void = () => undefined;

/** Resolves true once the same user is signed in again; every call that waits shares the one dialog. */
export function signInAgain(): Promise<boolean> {
  waiting ??= new Promise((resolve) => {
    settle = resolve;
    expired.value = true;
  });
  return waiting;
}

export function endExpiry(again: boolean): void {
  expired.value = false;
  waiting = null;
  settle(again);
}
