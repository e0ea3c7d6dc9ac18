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

let before: Promise<unknown> = Promise.resolve();

/** Loads at once and applies in the order asked: the browser's last language never overtakes the account's. */
export function setLocale(locale: Locale): Promise<void> {
  const turn = Promise.all([load[locale](), before]).then(([[messages, words]]) => {
    i18n.global.setLocaleMessage(locale, messages.default);
    i18n.global.locale.value = locale;
    elementLocale.value = words.default;
    document.documentElement.lang = locale;
    localStorage.setItem(KEPT, locale);
  });
  before = turn.catch(() => undefined);
  return turn;
}

/** The language of this browser's last visit, before anybody signed in. */
export function keptLocale(): Locale {
  return asLocale(localStorage.getItem(KEPT));
}

export function asLocale(text: string | null): Locale {
  return text === "en" ? "en" : "zh-CN";
}
