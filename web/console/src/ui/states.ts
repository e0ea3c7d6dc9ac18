export type StateKind = "waiting" | "running" | "done" | "partial" | "failed" | "cancelled" | "unknown";
