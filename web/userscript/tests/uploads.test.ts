import { afterEach, expect, it } from "vitest";

import { opened } from "./fixtures";
import { LI, settled } from "./fakes";
import { FIXED, found, Stage, todo } from "./stage";

let stage: Stage | undefined;
afterEach(() => {
  stage?.end();
  document.body.replaceChildren();
});

function paired(uploads?: string[]): Stage {
  const panel = uploads === undefined ? {} : { panel: { profile: { uploads } } };
  stage = new Stage({ token: "t", agent: LI, ...panel });
  return stage;
}

it("sends nothing of an account but what the profile allows", async () => {
  const page = paired([]);
  await page.open(opened(1001));
  expect(Object.keys(page.server.last("/api/assist/lookup").body)).toEqual(["acct_id", "market", "business"]);
  page.server.last("/api/assist/lookup").answer(200, found(1001, FIXED, todo(2)));
  await settled();
  await page.click("tick-2");
  const tick = page.server.sent.find(({ path }) => path.includes("/ticks/"))?.body;
  expect([tick?.reported, tick?.tags, tick?.cn_num]).toEqual([{}, undefined, undefined]);
});

it("decides about tags by itself when they may not be sent", async () => {
  const page = paired(["cn_num"]);
  await page.open(opened(1001));
  const tagged = [{ ...FIXED, id: 8, tag: "VIP", content: "贵宾" }, { ...FIXED, id: 9, tag: "OTHER", content: "别人" }];
  page.server.last("/api/assist/lookup").answer(200, found(1001, FIXED, ...tagged));
  await settled();
  expect(page.text("section-reminders")).toContain("贵宾");
  expect(page.text("section-reminders")).not.toContain("别人");
});

it("sends tags and number where nothing is said against it", async () => {
  const page = paired();
  await page.open(opened(1001));
  expect(Object.keys(page.server.last("/api/assist/lookup").body)).toContain("tags");
});
