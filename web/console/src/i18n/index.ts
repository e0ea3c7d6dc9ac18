/** Two complete languages; only the one in use is loaded. */

import type { Language } from "element-plus/es/locale/index.mjs";
import { shallowRef } from "vue";
import { createI18n } from "vue-i18n";

import type zhCN from "./zh-CN";

export type Messages = typeof zhCN;
export type Locale = "zh-CN" | "en";

const KEPT = "deskside.locale";

export const i18n = createI18n({
  legacy: false,
  locale: "zh-CN",
  fallbackLocale: false,
  messages: {},
});


/** Element Plus' own words, handed to its ConfigProvider. */
export const elementLocale = shallowRef<Language>();

const load = {
  "zh-CN": () => Promise.all([import("./zh-CN"), import("element-plus/es/locale/lang/zh-cn.mjs")]),
  en: () => Promise.all([import("./en"), import("element-plus/es/locale/lang/en.mjs")]),
};

export async function setLocale(locale: Locale): Promise<void> {
  const [messages, words] = await load[locale]();
  i18n.global.setLocaleMessage(locale, messages.default);
  i18n.global.locale.value = locale;
  elementLocale.value = words.default;
  document.documentElement.lang = locale;
  localStorage.setItem(KEPT, locale);
}

/** The language of this browser's last visit, before anybody signed in. */
export function keptLocale(): Locale {
  return asLocale(localStorage.getItem(KEPT));
}

export function asLocale(text: string | null): Locale {
  return text === "en" ? "en" : "zh-CN";
}
