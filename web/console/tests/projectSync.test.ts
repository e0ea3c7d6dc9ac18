import { describe, expect, it } from "vitest";

import { toConfig, toFields, toggled, ttlAdvice, ttlWrong, type SyncConfig } from "@/areas/projectSettings/config";
import { minutesOf, presetOf } from "@/areas/projectSettings/frequency";

const CONFIG: SyncConfig = {
  auto_sync_enabled: true,
  sync_frequency: "*/15 * * * *",
  cron_expression: "",
  cache_ttl: 30,
  sync_types: ["sales", "presale"],
  notify_on_change: true,
  notify_channels: ["sms", "wechat"],
};

describe("the rhythm of a sync", () => {
  it.each([
    ["*/5 * * * *", 5],
    ["*/15 * * * *", 15],
    [" */30  * * * * ", 30],
    ["0 * * * *", 60],
    ["5 1 * * *", "custom"],
    ["", "custom"],
  ])("%j is the step %s", (cron, key) => {
    expect(presetOf(cron)).toBe(key);
  });

  it("is the general one where a type has none of its own", () => {
    expect(presetOf("", true)).toBe("inherit");
    expect(minutesOf("0 * * * *")).toBe(60);
    expect(minutesOf("5 1 * * *")).toBeNull();
  });
});

describe("the settings of the document", () => {
  it("come back as they were when nothing is changed", () => {
    expect(toConfig(toFields(CONFIG), CONFIG)).toEqual({ ...CONFIG, sync_types: ["presale", "sales"] });
  });

  it("keep the step beside an expression, and lose the expression to a step", () => {
    const custom = toConfig({ ...toFields(CONFIG), cron: "5 1 * * *" }, CONFIG);
    expect(custom).toMatchObject({ sync_frequency: "*/15 * * * *", cron_expression: "5 1 * * *" });
    expect(toFields(custom).cron).toBe("5 1 * * *");
    const step = toConfig({ ...toFields(custom), cron: "*/5 * * * *" }, custom);
    expect(step).toMatchObject({ sync_frequency: "*/5 * * * *", cron_expression: "" });
  });

  it("try channels in the order in which they were ticked", () => {
    expect(toggled(["sms", "wechat"], "email", true)).toEqual(["sms", "wechat", "email"]);
    expect(toggled(["sms", "wechat"], "sms", false)).toEqual(["wechat"]);
    expect(toggled(["sms", "wechat"], "sms", true)).toEqual(["wechat", "sms"]);
  });
});

describe("the life of the cache", () => {
  it.each(["", "4", "1441", "ten", "30.5", "-5"])("cannot be %j", (text) => {
    expect(ttlWrong(text)).toBe(true);
  });

  it.each(["5", "30", " 1440 "])("can be %j", (text) => {
    expect(ttlWrong(text)).toBe(false);
  });

  it.each([
    ["10", 15, "behind"],
    ["10", 5, "short"],
    ["30", 15, "good"],
    ["60", 15, "other"],
    ["300", 15, "long"],
    ["30", null, "good"],
  ] as const)("of %s minutes beside %s is %s", (ttl, every, advice) => {
    expect(ttlAdvice(ttl, every)).toBe(advice);
  });
});
