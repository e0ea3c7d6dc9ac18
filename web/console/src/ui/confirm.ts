/** A question before something that cannot be undone; everything else acts at once and offers undo. */

import { shallowRef } from "vue";

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly danger: boolean;
}

export const question = shallowRef<Question | null>(null);
let settle: (answer: boolean) => void = () => undefined;

export function ask(asked: Question): Promise<boolean> {
  settle(false);
  question.value = asked;
  return new Promise((resolve) => {
    settle = resolve;
  });
}

export function answer(yes: boolean): void {
  question.value = null;
  settle(yes);
}
