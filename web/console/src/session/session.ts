/** Who is signed in, what they may do and how they like the console. */

import { ApiError, take, type About, type Credentials, type FirstAdmin, type Me, type Preferences } from "@deskside/api";
import { computed, readonly, shallowRef } from "vue";

import { api } from "@/data/api";
import { queryClient } from "@/data/client";
import { asLocale, setLocale } from "@/i18n";
import { tellTimesIn } from "@/rules/relative";
import { applyTheme, asTheme } from "@/shell/theme";

const user = shallowRef<Me | null>(null);
const server = shallowRef<About | null>(null);
let asked: Promise<Me | null> | null = null;

export const me = readonly(user);
export const about = readonly(server);

export const scopes = computed(() => new Set(user.value?.scopes ?? []));

export function can(scope: string): boolean {
  return scopes.value.has(scope);
}

/** Asks the server once; null = nobody is signed in. */
export function loadSession(): Promise<Me | null> {
  asked ??= Promise.all([take(api.GET("/api/session")), loadAbout()]).then(([who]) => welcome(who), refuse);
  return asked;
}

export async function loadAbout(): Promise<About> {
  server.value ??= await take(api.GET("/api/about"));
  tellTimesIn(server.value.time_zone);
  return server.value;
}

export async function signIn(body: Credentials): Promise<Me> {
  return welcome(await take(api.POST("/api/session", { body })));
}

export async function setUp(body: FirstAdmin): Promise<Me> {
  const first = await welcome(await take(api.POST("/api/setup", { body })));
  server.value = null;
  return first;
}

export async function signOut(): Promise<void> {
  await take(api.DELETE("/api/session"));
  forget();
}

export async function savePreferences(body: Preferences): Promise<void> {
  await welcome(await take(api.PATCH("/api/session", { body })));
  // Titles and reasons come in the reader's language.
  if (body.locale) await queryClient.invalidateQueries();
}

export function forget(): void {
  user.value = null;
  asked = Promise.resolve(null);
  queryClient.clear();
}

async function welcome(answer: Me): Promise<Me> {
  applyTheme(asTheme(answer.theme));
  await setLocale(asLocale(answer.locale));
  user.value = answer;
  asked = Promise.resolve(answer);
  return answer;
}

function refuse(error: unknown): null {
  asked = null;
  if (error instanceof ApiError && error.status === 401) return null;
  throw error;
}
