import { beforeAll, describe, expect, it } from "vitest";

import { cronText } from "@/areas/schedules/words";
import { setLocale } from "@/i18n";
import { cronWords } from "@/rules/cron";
import { buildCron, rhythmOf } from "@/rules/rhythm";

describe("cron words", () => {
  beforeAll(async () => {
    await setLocale("zh-CN");
  });

  it.each([
    ["5 1 * * *", "每天 01:05"],
    ["0 8,12,18 * * *", "每天 08:00，12:00，18:00"],
    ["* * * * *", "每分钟"],
    ["*/10 * * * *", "每 10 分钟"],
    ["7 * * * *", "每小时 07 分"],
    ["30 */4 * * *", "每 4 小时的 30 分"],
    ["30 2 * * 1-5", "每周一至周五 02:30"],
    ["0 9 * * sun", "每周日 09:00"],
    ["0 9 * * 7", "每周日 09:00"],
    ["0 0 1,15 * *", "每月 1，15 日 00:00"],
    ["@daily", "每天 00:00"],
    ["0 0 1 1 *", "自定义时间"],
    ["0 0 1 * 1", "自定义时间"],
  ])("says %s as %s", (cron, words) => {
    expect(cronText(cron)).toBe(words);
  });

  it.each(["", "5 1 * *", "5 1 * * * *", "@never", "a;b * * * *"])("knows that %j is no cron line", (cron) => {
    expect(cronWords(cron).kind).toBe("wrong");
  });

  it.each(["61 1 * * *", "5 25 * * *", "9-5 1 * * *"])("does not put %s into words", (cron) => {
    expect(cronWords(cron).kind).toBe("other");
  });
});

describe("the rhythm form", () => {
  it.each(["* * * * *", "*/15 * * * *", "7 * * * *", "5 1 * * *", "30 2 * * 3", "0 6 15 * *"])("keeps %s as it is", (cron) => {
    expect(buildCron(rhythmOf(cron))).toBe(cron);
  });

  it("leaves what it cannot build to the cron field", () => {
    expect(rhythmOf("0 0 1 1 *").kind).toBe("custom");
    expect(rhythmOf("30 2 * * 1-5").kind).toBe("custom");
  });
});
