import { expect, it } from "vitest";

import TEXTS from "../../../tests/modules/assist/crm_texts.json";
import { textAt } from "../src/site/json";

// tests/modules/assist/rules/test_profiles.py reads the same file: the console's try-out must not promise other values.
it.each(TEXTS)("reads $path of $json", ({ json, path, text }) => {
  expect(textAt(JSON.parse(json), path)).toBe(text);
});
