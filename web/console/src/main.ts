import "@/styles/tokens.css";
import "@/styles/element.css";
import "@/styles/base.css";

import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";

import App from "@/App.vue";
import { queryClient } from "@/data/client";
import { i18n, keptLocale, setLocale } from "@/i18n";
import { router } from "@/router";
import { loadSession } from "@/session/session";
import { listenForKeys } from "@/shell/keys";
import { applyTheme, keptTheme } from "@/shell/theme";

async function start(): Promise<void> {
  applyTheme(keptTheme());
  listenForKeys();
  // Asked at once, beside the words: the router waits for both anyway.
  loadSession().catch(() => undefined);
  await setLocale(keptLocale());
  createApp(App).use(i18n).use(VueQueryPlugin, { queryClient }).use(router).mount("#app");
}

void start();
