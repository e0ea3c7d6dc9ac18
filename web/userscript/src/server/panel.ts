/** The panel's configuration as our server serves it; whatever is missing is as the built-in profile has it. */
import { isRecord } from "../site/json";
import type { QuickLink, SiteProfile } from "../site/profile";
import { textOr } from "./wire";

export interface SectionRule {
  key: string;
  open: boolean;
  hidden: boolean;
}

export interface PanelConfig {
  /** False: the panel shows `message` and reads nothing of the page. */
  enabled: boolean;
  message: string | null;
  /** Older scripts are told to update; null while no server has said. */
  minVersion: string | null;
  profile: SiteProfile;
  tweaks: { functionalIds: boolean; blankHover: boolean; };
  /** In the order to show; sections that are not named come after. */
  sections: readonly SectionRule[];
}

/** What to go by before any server has been heard. */
export function builtInConfig(profile: SiteProfile): PanelConfig {
  return {
    enabled: true,
    message: null,
    minVersion: null,
    profile,
    tweaks: { functionalIds: true, blankHover: true },
    sections: [],
  };
}

export function readPanel(body: unknown, builtIn: SiteProfile): PanelConfig {
  const plain = builtInConfig(builtIn);
  if (!isRecord(body)) return plain;
  const tweaks = isRecord(body.tweaks) ? body.tweaks : {};
  return {
    enabled: body.enabled !== false,
    message: textOr(body.message),
    minVersion: textOr(body.min_version),
    profile: readProfile(body, builtIn),
    tweaks: { functionalIds: tweaks.functional_ids !== false, blankHover: tweaks.blank_hover !== false },
    sections: listOf(body.sections, readSection),
  };
}

function readProfile(body: Record<string, unknown>, builtIn: SiteProfile): SiteProfile {
  const profile = adopt(builtIn, body.profile);
  const links = Array.isArray(body.links) ? listOf(body.links, readLink) : profile.links;
  const hidden = Array.isArray(body.hidden_statuses) ? texts(body.hidden_statuses) : profile.tickets.hiddenStatuses;
  return { ...profile, links, tickets: { ...profile.tickets, hiddenStatuses: hidden } };
}

function readLink(item: Record<string, unknown>): QuickLink | null {
  const { title, url, products } = item;
  if (typeof title !== "string" || typeof url !== "string") return null;
  const key = typeof item.id === "number" || typeof item.id === "string" ? String(item.id) : title;
  return { key, title, url, businesses: Array.isArray(products) ? texts(products) : [] };
}

function readSection(item: Record<string, unknown>): SectionRule | null {
  const { key, state } = item;
  if (typeof key !== "string") return null;
  return { key, open: item.open !== false && state !== "folded", hidden: item.hidden === true || state === "hidden" };
}

/** `built`, with each value of the same kind that `given` has under the same name (or its snake_case one). */
export function adopt<T>(built: T, given: unknown): T {
  if (Array.isArray(built)) return adoptList(built, given) as T;
  if (isRecord(built)) return isRecord(given) ? (adoptRecord(built, given) as T) : built;
  const usable = typeof given === typeof built && given !== "" && !Number.isNaN(given);
  return usable ? (given as T) : built;
}

function adoptList(built: readonly unknown[], given: unknown): readonly unknown[] {
  const ofTexts = built.every((item) => typeof item === "string");
  return ofTexts && Array.isArray(given) ? texts(given) : built;
}

function adoptRecord(built: Record<string, unknown>, given: Record<string, unknown>): Record<string, unknown> {
  const pairs = Object.entries(built).map(([name, value]) => [name, adopt(value, given[name] ?? given[snake(name)])]);
  return Object.fromEntries(pairs) as Record<string, unknown>;
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function texts(items: readonly unknown[]): string[] {
  return items.filter((item): item is string => typeof item === "string");
}

function listOf<T>(items: unknown, read: (item: Record<string, unknown>) => T | null): T[] {
  if (!Array.isArray(items)) return [];
  return (items as unknown[]).map((item) => (isRecord(item) ? read(item) : null)).filter((item) => item !== null);
}

/** Whether `version` is below `least`; both as 1.2.3. */
export function isOlder(version: string, least: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(least)];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const step = (a[i] ?? 0) - (b[i] ?? 0);
    if (step !== 0) return step < 0;
  }
  return false;
}

function numbersOf(version: string): number[] {
  return (version.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}
