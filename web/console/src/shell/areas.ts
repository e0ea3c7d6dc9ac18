/** What the rail, the palette and the `g` keys lead to: only what exists. */

import { computed } from "vue";

import { can } from "@/session/session";

export interface AreaPage {
  readonly key: string;
  readonly to: string;
  readonly scope?: string;
}

export interface Area {
  readonly key: string;
  /** The letter after `g`. */
  readonly letter: string;
  readonly pages: readonly AreaPage[];
}

const AREAS: readonly Area[] = [
  { key: "home", letter: "h", pages: [{ key: "home", to: "/" }] },
  {
    key: "assist",
    letter: "a",
    pages: [
      { key: "reminders", to: "/assist/reminders", scope: "assist:manage" },
      { key: "plans", to: "/assist/plans", scope: "assist:read" },
      { key: "tags", to: "/assist/tags", scope: "assist:read" },
      { key: "numbers", to: "/assist/numbers", scope: "assist:manage" },
      { key: "panel", to: "/assist/panel", scope: "assist:manage" },
      { key: "devices", to: "/assist/devices", scope: "assist:read" },
    ],
  },
  { key: "members", letter: "m", pages: [{ key: "members", to: "/members", scope: "members:read" }] },
  {
    key: "calls",
    letter: "c",
    pages: [
      { key: "calls", to: "/calls", scope: "calls:read" },
      { key: "callRecords", to: "/calls/records", scope: "calls:read" },
      { key: "callLogs", to: "/calls/logs", scope: "calls:read" },
      { key: "callReports", to: "/calls/reports", scope: "calls:read" },
      { key: "callRules", to: "/calls/grades", scope: "calls:read" },
    ],
  },
  {
    key: "runs",
    letter: "t",
    pages: [
      { key: "runs", to: "/runs", scope: "runs:read" },
      { key: "schedules", to: "/schedules", scope: "runs:read" },
      { key: "sources", to: "/sources", scope: "runs:read" },
      { key: "alarms", to: "/alarms", scope: "runs:read" },
    ],
  },
  { key: "settings", letter: "s", pages: [{ key: "settings", to: "/settings", scope: "settings:read" }] },
];

export const areas = computed<Area[]>(() =>
  AREAS.map((area) => ({ ...area, pages: area.pages.filter(({ scope }) => scope === undefined || can(scope)) })).filter(
    (area) => area.pages.length > 0,
  ),
);
