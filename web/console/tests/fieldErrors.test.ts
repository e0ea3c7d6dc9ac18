import { beforeAll, expect, it } from "vitest";

import { setLocale } from "@/i18n";
import { fieldError } from "@/ui/fieldErrors";

beforeAll(async () => {
  await setLocale("zh-CN");
});

it.each([
  ["String should have at least 1 character", "至少 1 个字。"],
  ["String should have at most 255 characters", "最多 255 个字。"],
  ["Input should be greater than or equal to 5", "不能小于 5。"],
  ["Input should be a valid integer, unable to parse string as an integer", "要填数字。"],
  ["there is no business X", "there is no business X"],
])("says %s as %s", (sentence, words) => {
  expect(fieldError(sentence)).toBe(words);
});
