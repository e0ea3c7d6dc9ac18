import type { Department, PanelPolicy, PolicyBody } from "@deskside/api";
import { describe, expect, it } from "vitest";

import { DEFAULTS, fieldsOf, heardAbove, moved, statusesOf, whole } from "@/areas/panel/fields";

function policy(department_id: number, body: PolicyBody): PanelPolicy {
  return { department_id, department: null, body, last_modified: null, by: null, version: 1 };
}

function department(id: number, parent_id: number | null): Department {
  return { id, parent_id, name: String(id), path: String(id), version: 1 };
}

const TREE = [department(11, null), department(12, 11), department(13, null)];

describe("a policy", () => {
  it("goes by the defaults where nobody has said anything", () => {
    const { body, from } = heardAbove(12, [policy(0, {})], TREE);
    expect(body).toEqual(DEFAULTS);
    expect(new Set(Object.values(from))).toEqual(new Set([null]));
  });

  it("goes by the nearest department above, part by part, and not by its own word", () => {
    const policies = [policy(0, { message: "all", min_version: "0.2.0" }), policy(11, { message: "eleven" }), policy(12, { message: "own" })];
    const { body, from } = heardAbove(12, policies, TREE);
    expect([body.message, from.message]).toEqual(["eleven", 11]);
    expect([body.min_version, from.min_version]).toEqual(["0.2.0", 0]);
    expect(heardAbove(13, policies, TREE).body.message).toBe("all");
  });

  it("takes a word of its own for one, though it is false or empty", () => {
    const policies = [policy(0, { enabled: true, message: "all" }), policy(11, { enabled: false, message: "" })];
    const { body } = heardAbove(12, policies, TREE);
    expect([body.enabled, body.message]).toEqual([false, ""]);
  });

  it("of everybody stands above nobody's", () => {
    expect(heardAbove(0, [policy(0, { message: "all" })], TREE).body.message).toBe("");
  });

  it("ends where the tree bites its own tail", () => {
    const ring = [department(1, 2), department(2, 1)];
    expect(heardAbove(1, [policy(2, { message: "two" })], ring).body.message).toBe("two");
  });

  it("has every part as a field", () => {
    expect(Object.keys(fieldsOf({})).sort()).toEqual(Object.keys(DEFAULTS).sort());
  });
});

describe("sections", () => {
  it("move by one place and stay within the list", () => {
    const three = whole([]).slice(0, 3);
    expect(moved(three, 0, 1).map(({ key }) => key)).toEqual(["reminders", "links", "todos"]);
    expect(moved(three, 0, -1)).toEqual(three);
    expect(moved(three, 2, 1)).toEqual(three);
  });

  it("that were not named come last, open", () => {
    const all = whole([{ key: "tickets", state: "folded" }]);
    expect(all).toHaveLength(7);
    expect([all[0]?.key, all[1]]).toEqual(["tickets", { key: "links", state: "open" }]);
  });
});

it("reads statuses from lines and commas, once each", () => {
  expect(statusesOf("closed, 已解决\n CLOSED ；\n")).toEqual(["CLOSED", "已解决"]);
});
