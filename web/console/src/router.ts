/** Every record and every filter has an address; pages load when first visited. */

import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";

import { i18n } from "@/i18n";
import { loadSession } from "@/session/session";

declare module "vue-router" {
  interface RouteMeta {
    /** Key of `page.*` in the messages; also what the rail marks. */
    readonly page?: string;
    readonly open?: boolean;
  }
}

const pages: RouteRecordRaw[] = [
  { path: "", component: () => import("@/areas/home/HomePage.vue"), meta: { page: "home" } },
  {
    path: "assist/reminders/:id(\\d+|new)?",
    component: () => import("@/areas/reminders/RemindersPage.vue"),
    meta: { page: "reminders" },
  },
  {
    path: "assist/reminder-calendar",
    component: () => import("@/areas/reminders/CalendarPage.vue"),
    meta: { page: "reminders" },
  },
  {
    path: "assist/plans/:id(\\d+|new|import)?",
    component: () => import("@/areas/plans/PlansPage.vue"),
    meta: { page: "plans" },
  },
  {
    path: "assist/unknown-plans",
    component: () => import("@/areas/plans/UnknownPlansPage.vue"),
    meta: { page: "plans" },
  },
  {
    path: "assist/businesses",
    component: () => import("@/areas/plans/BusinessesPage.vue"),
    meta: { page: "plans" },
  },
  {
    path: "assist/tags/:id(\\d+|new)?",
    component: () => import("@/areas/tags/TagsPage.vue"),
    meta: { page: "tags" },
  },
  {
    path: "assist/unknown-tags",
    component: () => import("@/areas/tags/UnknownTagsPage.vue"),
    meta: { page: "tags" },
  },
  {
    path: "assist/numbers/:id(\\d+|new)?",
    component: () => import("@/areas/numbers/NumbersPage.vue"),
    meta: { page: "numbers" },
  },
  {
    path: "assist/panel/:id(\\d+)?",
    component: () => import("@/areas/panel/PanelPage.vue"),
    meta: { page: "panel" },
  },
  {
    path: "assist/quick-links/:id(\\d+|new)?",
    component: () => import("@/areas/links/LinksPage.vue"),
    meta: { page: "panel" },
  },
  {
    path: "assist/site-profiles/:id(\\d+|new)?",
    component: () => import("@/areas/profiles/ProfilesPage.vue"),
    meta: { page: "panel" },
  },
  { path: "assist/usage", component: () => import("@/areas/usage/UsagePage.vue"), meta: { page: "panel" } },
  { path: "assist/devices", component: () => import("@/areas/devices/DevicesPage.vue"), meta: { page: "devices" } },
  { path: "members/:list(coaches)?", component: () => import("@/areas/members/MembersPage.vue"), meta: { page: "members" } },
  {
    path: "members/customers/:id(\\d{1,15})",
    component: () => import("@/areas/members/CustomerPage.vue"),
    meta: { page: "members" },
  },
  {
    path: "members/coach/:id(\\d{1,15})?",
    component: () => import("@/areas/members/CoachPage.vue"),
    meta: { page: "members" },
  },
  {
    path: "calls/:day(\\d{4}-\\d{2}-\\d{2}|sync)?",
    component: () => import("@/areas/calls/CallsPage.vue"),
    meta: { page: "calls" },
  },
  { path: "calls/trend", component: () => import("@/areas/calls/TrendPage.vue"), meta: { page: "calls" } },
  { path: "calls/ranking", component: () => import("@/areas/calls/RankingPage.vue"), meta: { page: "calls" } },
  { path: "calls/hours", component: () => import("@/areas/calls/HoursPage.vue"), meta: { page: "calls" } },
  {
    path: "calls/records/:id?",
    component: () => import("@/areas/calls/RecordsPage.vue"),
    meta: { page: "callRecords" },
  },
  { path: "calls/logs/:id(new|\\d{1,15})?", component: () => import("@/areas/calls/LogsPage.vue"), meta: { page: "callLogs" } },
  { path: "calls/reports", component: () => import("@/areas/calls/ReportsPage.vue"), meta: { page: "callReports" } },
  { path: "calls/grades", component: () => import("@/areas/calls/GradesPage.vue"), meta: { page: "callRules" } },
  { path: "calls/rules", component: () => import("@/areas/calls/RulesPage.vue"), meta: { page: "callRules" } },
  { path: "runs/:id?", component: () => import("@/areas/runs/RunsPage.vue"), meta: { page: "runs" } },
  {
    path: "schedules/:name?",
    component: () => import("@/areas/schedules/SchedulesPage.vue"),
    meta: { page: "schedules" },
  },
  {
    path: "sources/:name?",
    component: () => import("@/areas/sources/SourcesPage.vue"),
    meta: { page: "sources" },
  },
  { path: "alarms", component: () => import("@/areas/alarms/AlarmsPage.vue"), meta: { page: "alarms" } },
  {
    path: "settings/:group?",
    component: () => import("@/areas/settings/SettingsPage.vue"),
    meta: { page: "settings" },
  },
  { path: ":rest(.*)*", component: () => import("@/shell/NoPage.vue"), meta: { page: "none" } },
];

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/sign-in", component: () => import("@/session/SignInPage.vue"), meta: { page: "signIn", open: true } },
    { path: "/setup", component: () => import("@/session/SetupPage.vue"), meta: { page: "setup", open: true } },
    { path: "/", component: () => import("@/shell/AppShell.vue"), children: pages },
  ],
});

router.beforeEach(async (to) => {
  if (to.meta.open) return true;
  if (await loadSession()) return true;
  return { path: "/sign-in", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
});

router.afterEach((to) => {
  document.title = to.meta.page === undefined ? "Deskside" : `${i18n.global.t(`page.${to.meta.page}`)} · Deskside`;
});
