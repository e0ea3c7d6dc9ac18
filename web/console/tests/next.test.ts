import { expect, it } from "vitest";

import { nextPath } from "@/session/next";

it.each([
  ["/assist/plans/1?q=a", "/assist/plans/1?q=a"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  [undefined, "/"],
])("goes to %j only inside the console", (next, path) => {
  expect(nextPath(next)).toBe(path);
});
