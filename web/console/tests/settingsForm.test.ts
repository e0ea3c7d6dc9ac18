import { describe, expect, it } from "vitest";

import { fieldsOf, toForm, toWire, type SettingsField } from "@/areas/settings/form";

const FORM = {
  $defs: { Mode: { enum: ["a", "b"], type: "string" } },
  properties: {
    minutes: { type: "integer", title: "分钟", title_en: "Minutes", description: "多久", minimum: 5, maximum: 720 },
    on: { type: "boolean", title: "开" },
    mode: { $ref: "#/$defs/Mode", title: "方式" },
    hosts: { type: "array", items: { type: "string" } },
    from: { anyOf: [{ type: "string" }, { type: "null" }], title: "发件人" },
    key: { type: "string", format: "password", title: "密钥" },
  },
};
const fields = fieldsOf(FORM, { key: true });

function field(name: string): SettingsField {
  const found = fields.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
}

describe("a settings form", () => {
  it("takes each field's kind from its schema", () => {
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ["minutes", "number"],
      ["on", "switch"],
      ["mode", "choice"],
      ["hosts", "list"],
      ["from", "text"],
      ["key", "secret"],
    ]);
    expect(field("minutes")).toMatchObject({ title: { zh: "分钟", en: "Minutes" }, hint: { zh: "多久", en: "多久" }, minimum: 5 });
    expect(field("mode").choices).toEqual(["a", "b"]);
  });

  it("sends values in the types they came in", () => {
    expect(toWire(field("minutes"), toForm(field("minutes"), 30))).toBe(30);
    expect(toWire(field("minutes"), "soon")).toBe("soon");
    expect(toWire(field("on"), toForm(field("on"), true))).toBe(true);
    expect(toWire(field("hosts"), toForm(field("hosts"), ["x", "y"]))).toEqual(["x", "y"]);
    expect(toWire(field("from"), toForm(field("from"), null))).toBeNull();
  });

  it("leaves a secret alone unless a new one is typed", () => {
    expect(toWire(field("key"), toForm(field("key"), undefined))).toBeUndefined();
    expect(toWire(field("key"), "new")).toBe("new");
  });
});
