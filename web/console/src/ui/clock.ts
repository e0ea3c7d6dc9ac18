/** One ticking "now" for every relative time on the page. */

import { readonly, ref } from "vue";

const TICK_MS = 10_000;
const current = ref(Date.now());

setInterval(() => {
  current.value = Date.now();
}, TICK_MS);

export const now = readonly(current);
