/** What a draft would read, asked anew when the typing pauses. */

import { ApiError, type ProfileBody, type ProfileTry, type TriedProfile } from "@deskside/api";
import { computed, onBeforeUnmount, reactive, ref, shallowRef, watch } from "vue";

import { fieldError } from "@/ui/fieldErrors";

import { PARTS, readingsOf, type Part } from "./fields";
import { tryProfile } from "./queries";

const PAUSE_MS = 400;

export function useTrying(body: () => ProfileBody) {
  const { own, pasted, unparsed, answers } = usePasted();
  const { tried, failure } = useAsked(() => ({ body: body(), ...(own.value ? { answers: answers.value } : {}) }));
  const readings = computed(() => (tried.value === null || failure.value !== null ? new Map<string, string | null>() : readingsOf(tried.value)));
  /** What is wrong, by field. */
  const wrong = computed(() => {
    const fields = failure.value instanceof ApiError ? failure.value.fields : {};
    return new Map(Object.entries(fields).map(([name, sentence]) => [name.replace(/^body\./, ""), fieldError(sentence)]));
  });
  return { pasted, own, unparsed, tried, failure, readings, wrong };
}

/** Answers as they were pasted; unless `own`, the recorded ones are read. */
function usePasted() {
  const own = ref(false);
  const pasted = reactive(Object.fromEntries(PARTS.map((part) => [part, ""])) as Record<Part, string>);
  const given = computed(() => PARTS.filter((part) => pasted[part].trim() !== "").map((part) => [part, parsed(pasted[part])] as const));
  return {
    own,
    pasted,
    unparsed: computed(() => given.value.filter(([, answer]) => answer === undefined).map(([part]) => part)),
    answers: computed(() => Object.fromEntries(given.value.filter(([, answer]) => answer !== undefined))),
  };
}

/** The newest answer; an older one that is late is not heard. */
function useAsked(question: () => ProfileTry) {
  const tried = shallowRef<TriedProfile | null>(null);
  const failure = shallowRef<unknown>(null);
  let timer = 0;
  let asking = new AbortController();

  async function attempt(): Promise<void> {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      tried.value = await tryProfile(question(), signal);
      failure.value = null;
    } catch (error) {
      if (!signal.aborted) failure.value = error;
    }
  }

  function later(): void {
    clearTimeout(timer);
    timer = window.setTimeout(() => void attempt(), PAUSE_MS);
  }

  watch(question, later, { immediate: true, deep: true });
  onBeforeUnmount(() => {
    clearTimeout(timer);
    asking.abort();
  });
  return { tried, failure };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
