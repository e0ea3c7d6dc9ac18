/** Names for the shapes the screens speak of, taken from the paths so that they follow the server. */

import type { paths } from "./schema";

type Method = "get" | "post" | "put" | "patch" | "delete";
type Operation<P extends keyof paths, M extends Method> = M extends keyof paths[P] ? paths[P][M] : never;
type Content<R> = R extends { content: { "application/json": infer Body } } ? Body : never;
type Good<R> = R extends { 200: infer A } ? Content<A> : R extends { 201: infer A } ? Content<A> : never;

export type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R } ? Good<R> : never;
export type Body<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { requestBody: { content: { "application/json": infer B } } } ? B : never;
type Row<P extends keyof paths> = Answer<P, "get"> extends { items: (infer Item)[] } ? Item : never;

/** One page of a list; `total` counts all pages. */
export interface Items<T> {
  items: T[];
  total: number;
}

export type Me = Answer<"/api/session", "get">;
export type About = Answer<"/api/about", "get">;
export type Credentials = Body<"/api/session", "post">;
export type Preferences = Body<"/api/session", "patch">;
export type FirstAdmin = Body<"/api/setup", "post">;
export type Department = Row<"/api/departments">;

export type Run = Row<"/api/runs">;
export type RunLog = Answer<"/api/runs/{run_id}/log", "get">;
export type Alarm = Row<"/api/runs/alarms">;
export type Schedule = Row<"/api/schedules">;
export type Source = Row<"/api/sources">;
export type Inbox = Answer<"/api/runs/inbox", "get">;
export type SchedulePatch = Body<"/api/schedules/{name}", "patch">;

export type Business = Row<"/api/assist/businesses">;
export type Plan = Row<"/api/assist/plans">;
export type PlanIn = Body<"/api/assist/plans", "post">;
export type PlanPatch = Body<"/api/assist/plans/{plan_id}", "patch">;
export type PlanVersion = Row<"/api/assist/plans/{plan_id}/versions">;
export type PlanImport = Answer<"/api/assist/plan-imports/{import_id}", "get">;
export type PlanUndo = Answer<"/api/assist/plan-imports/{import_id}/undo", "post">;
export type UnknownPlan = Row<"/api/assist/unknown-plans">;
export type BusinessUse = Row<"/api/assist/businesses/use">;
export type Tag = Row<"/api/assist/tags">;
export type TagPatch = Body<"/api/assist/tags/{tag_id}", "patch">;
export type UnknownTag = Row<"/api/assist/tags/unknown">;
export type NumberList = Row<"/api/assist/number-lists">;
export type NumberListIn = Body<"/api/assist/number-lists", "post">;
export type NumberListPatch = Body<"/api/assist/number-lists/{list_id}", "patch">;
export type NumberLoad = Row<"/api/assist/number-lists/{list_id}/loads">;
export type Reminder = Row<"/api/assist/reminders">;
export type ReminderIn = Body<"/api/assist/reminders", "post">;
export type ReminderPatch = Body<"/api/assist/reminders/{reminder_id}", "patch">;
export type ReminderFilters = NonNullable<paths["/api/assist/reminders"]["get"]["parameters"]["query"]>;
export type PreviewIn = Body<"/api/assist/reminders/preview", "post">;
export type Preview = Answer<"/api/assist/reminders/preview", "post">;
export type ReminderCalendar = Answer<"/api/assist/reminders/calendar", "get">;
export type BulkAction = Body<"/api/assist/reminders/bulk", "post">["action"];
export type BulkRow = Answer<"/api/assist/reminders/bulk", "post">["results"][number];
export type AccountList = Answer<"/api/assist/account-lists/{list_id}", "get">;
export type AppliedList = Row<"/api/assist/reminders/{reminder_id}/imports">;
export type Tick = Row<"/api/assist/reminders/{reminder_id}/ticks">;
export type TickLog = Row<"/api/assist/reminders/{reminder_id}/log">;
export type QuickLink = Row<"/api/assist/quick-links">;
export type QuickLinkIn = Body<"/api/assist/quick-links", "post">;
export type QuickLinkPatch = Body<"/api/assist/quick-links/{link_id}", "patch">;
export type LinkVariable = Answer<"/api/assist/quick-links/variables", "get">[number];
export type LinkTry = Body<"/api/assist/quick-links/preview", "post">;
export type PanelPolicy = Row<"/api/assist/panel-policies">;
export type PolicyBody = PanelPolicy["body"];
export type SiteProfile = Row<"/api/assist/site-profiles">;
export type ProfileBody = SiteProfile["body"];
export type ProfileVersion = Row<"/api/assist/site-profiles/{profile_id}/versions">;
export type ProfileTry = Body<"/api/assist/site-profiles/try", "post">;
export type TriedProfile = Answer<"/api/assist/site-profiles/try", "post">;
export type PanelUsage = Answer<"/api/assist/usage", "get">;
export type Pairing = Answer<"/api/assist/pairings", "post">;
export type Device = Row<"/api/assist/devices">;

export type SettingsGroup = Row<"/api/settings">;
export type SettingsChange = Row<"/api/settings/{group}/history">;

export type SavedView = Row<"/api/views">;
export type SavedViews = Answer<"/api/views", "get">;
export type SavedViewIn = Body<"/api/views", "post">;
export type SavedViewPatch = Body<"/api/views/{view_id}", "patch">;
