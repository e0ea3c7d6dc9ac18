/** Leaving with unsaved input asks first: a move inside the console, a reload, a closed tab. */

import { onBeforeUnmount, onMounted, type Ref } from "vue";
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from "vue-router";
import { useI18n } from "vue-i18n";

import { ask } from "@/ui/confirm";

export function useLeaveGuard(dirty: Ref<boolean>): void {
  const { t } = useI18n();

  function guard(to: RouteLocationNormalized, from: RouteLocationNormalized): Promise<boolean> | boolean {
    if (!dirty.value || to.path === from.path) return true;
    return ask({
      title: t("leave.title"),
      text: t("leave.text"),
      yes: t("leave.yes"),
      no: t("leave.no"),
      danger: true,
    });
  }

  function onUnload(event: BeforeUnloadEvent): void {
    if (dirty.value) event.preventDefault();
  }

  onBeforeRouteLeave(guard);
  onBeforeRouteUpdate(guard);
  onMounted(() => {
    window.addEventListener("beforeunload", onUnload);
  });
  onBeforeUnmount(() => {
    window.removeEventListener("beforeunload", onUnload);
  });
}
