/** The document's sync settings as a form edits them. */

import { presetOf } from "./frequency";

export const TYPES = ["presale", "aftersales", "sales"] as const;
export type TypeKey = (typeof TYPES)[number];
export const CHANNELS = ["wechat", "wecom", "sms", "email"] as const;
export type Channel = (typeof CHANNELS)[number];
export const SHORTEST_TTL = 5;
export const LONGEST_TTL = 1440;
const ADVISED_TTL = 30;
const LONG_TTL = 120;

export interface SyncConfig {
  auto_sync_enabled: boolean;
  sync_frequency: string;
  cron_expression: string;
  cache_ttl: number;
  sync_types: TypeKey[];
  notify_on_change: boolean;
  notify_channels: Channel[];
}

export interface SyncFields {
  enabled: boolean;
  /** The line that counts: the expression where one is set, else the frequency. */
  cron: string;
  ttl: string;
  types: TypeKey[];
  notify: boolean;
  channels: Channel[];
}

export function toFields(config: SyncConfig): SyncFields {
  return {
    enabled: config.auto_sync_enabled,
    cron: config.cron_expression || config.sync_frequency,
    ttl: String(config.cache_ttl),
    types: TYPES.filter((one) => config.sync_types.includes(one)),
    notify: config.notify_on_change,
    channels: [...config.notify_channels],
  };
}

/** A usual step goes where the document keeps steps; any other line is an expression, beside the step it wins over. */
export function toConfig(fields: SyncFields, before: SyncConfig): SyncConfig {
  const usual = presetOf(fields.cron) !== "custom";
  return {
    auto_sync_enabled: fields.enabled,
    sync_frequency: usual ? fields.cron.trim() : before.sync_frequency,
    cron_expression: usual ? "" : fields.cron.trim(),
    cache_ttl: Number(fields.ttl),
    sync_types: fields.types,
    notify_on_change: fields.notify,
    notify_channels: fields.channels,
  };
}

export function ttlWrong(text: string): boolean {
  const minutes = Number(text);
  return !/^\d{1,5}$/.test(text.trim()) || minutes < SHORTEST_TTL || minutes > LONGEST_TTL;
}

/** What to say of a time to live beside the rhythm it stands with. */
export function ttlAdvice(text: string, everyMinutes: number | null): "short" | "behind" | "long" | "good" | "other" {
  const minutes = Number(text);
  if (everyMinutes !== null && minutes < everyMinutes) return "behind";
  if (minutes < ADVISED_TTL / 2) return "short";
  if (minutes > LONG_TTL) return "long";
  return minutes === ADVISED_TTL ? "good" : "other";
}

/** Ticked ones keep their order, which is the order in which they are tried; a new one comes last. */
export function toggled<T>(chosen: readonly T[], one: T, on: boolean): T[] {
  const others = chosen.filter((other) => other !== one);
  return on ? [...others, one] : others;
}
