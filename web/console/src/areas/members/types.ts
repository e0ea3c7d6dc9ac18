/** Names for what the members' addresses answer. */

import type { Answer, Body } from "@deskside/api";

export type Customer = Answer<"/api/xcx/customers/{customer_id}", "get">;
export type Coach = Answer<"/api/xcx/coaches/{coach_id}", "get">;
export type Records = Answer<"/api/xcx/customers/{customer_id}/records", "get">;
export type CustomerFound = Answer<"/api/members/customers", "get">["items"][number];
export type CoachFound = Answer<"/api/members/coaches", "get">["items"][number];
export type Clue = Customer["retentionClues"][number];
export type Degraded = Customer["degraded"][number];
export type Note = Customer["notes"][number];
export type NoteIn = Body<"/api/xcx/customers/{customer_id}/notes", "post">;
export type Consumption = Customer["consumptionRecords"][number];
export type MemberTask = Customer["coachTasks"][number];
export type CoachTask = Coach["visibleTasks"][number];
export type AbandonedTask = Coach["abandonedTasks"][number];
export type Metric = MemberTask["metrics"][number];
export type HistoryMonth = Coach["historyMonths"][number];
export type ServiceRecord = Records["records"][number];
export type TaskPatch = Body<"/api/xcx/tasks/{task_id}", "patch">;
export type TaskStatus = TaskPatch["status"];
