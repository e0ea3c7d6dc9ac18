/** Names for what the server says of calls. */

import type { Answer, Body } from "@deskside/api";

export type Summary = Answer<"/api/calls/summary", "get">;
export type Days = Answer<"/api/calls/days", "get">;
export type Day = Days["items"][number];
export type Totals = Days["totals"];
export type RecordTrack = NonNullable<Day["records"]>;
export type TaskTrack = NonNullable<Day["tasks"]>;
export type FigureSource = RecordTrack["source"];
export type LiveRun = Day["runs"][number];
export type Track = LiveRun["track"];
export type Trend = Answer<"/api/calls/trend", "get">;
export type Point = Trend["items"][number];
export type Ranking = Answer<"/api/calls/agents", "get">;
export type Rank = Ranking["items"][number];
export type Hours = Answer<"/api/calls/hours", "get">;
export type Hour = Hours["items"][number];
export type Records = Answer<"/api/calls/records", "get">;
export type CallRecord = Records["items"][number];
export type Grades = Answer<"/api/calls/grades", "get">;
export type Grade = Grades["grades"][number];
export type WarmUp = Answer<"/api/calls/warm-up", "get">;
export type CallLogs = Answer<"/api/calls/logs", "get">;
export type CallLog = CallLogs["items"][number];
export type CallLogIn = Body<"/api/calls/logs", "post">;
export type CallLogPatch = Body<"/api/calls/logs/{log_id}", "patch">;
export interface LogWish {
  page: number;
  page_size: number;
  mine: boolean;
  with_next: boolean;
  outcome?: CallLog["outcome"];
  phone?: string;
}
export type FirstAnswer = Answer<"/api/calls/first-answers", "get">["items"][number];
export type Periodic = Answer<"/api/calls/reports", "get">["items"][number];

/** Days as `YYYY-MM-DD`, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}
