/** Who the reader is at the club. */

import { computed } from "vue";

import { me } from "@/session/session";

/** The reader's own coach number, or null. */
export const ownCoach = computed(() => {
  const id = me.value?.coach_id ?? "";
  return /^\d{1,15}$/.test(id) ? Number(id) : null;
});

/** Somebody who is a coach and nothing else sees no other coach's page: the server answers 404. */
export function opensCoach(id: number): boolean {
  const onlyCoach = me.value?.roles.every((role) => role === "coach") ?? true;
  return !onlyCoach || id === ownCoach.value;
}
