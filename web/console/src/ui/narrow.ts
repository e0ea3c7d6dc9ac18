/** Whether an open record covers its list; the same width as in PageFrame and DetailPane. */

import { readonly, ref } from "vue";

const query = matchMedia("(max-width: 900px)");
const current = ref(query.matches);

query.addEventListener("change", () => {
  current.value = query.matches;
});

export const narrow = readonly(current);
