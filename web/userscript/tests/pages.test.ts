import { afterEach, expect, it } from "vitest";

import { isWanted } from "../src/site/pages";
import { LI, settled } from "./fakes";
import { opened } from "./fixtures";
import { Stage } from "./stage";

let stage: Stage | undefined;
afterEach(() => {
  stage?.end();
  document.body.replaceChildren();
  window.history.replaceState(null, "", "/");
});

function on(path: string): Stage {
  window.history.replaceState(null, "", path);
  const pages = `${window.location.origin}/care/*`;
  stage = new Stage({ token: "t", agent: LI, panel: { profile: { pages } } });
  return stage;
}

const isShown = (page: Stage): boolean => page.root.querySelector<HTMLElement>(".frame")?.hidden === false;

it.each([
  ["", "https://crm.example/anything", true],
  ["https://crm.example/care/*", "https://crm.example/care/1?a=b#c", true],
  ["https://crm.example/care/*", "https://crm.example/sales/1", false],
  ["https://crm.example/care/*", "https://crmXexample/care/1", false],
  ["https://a.example/* *://*.b.example/x/*", "http://crm.b.example/x/", true],
  ["https://a.example/* *://*.b.example/x/*", "http://crm.b.example/y/", false],
  ["https://a.example/one", "https://a.example/one#/two", true],
])("of the pages %j, %s is wanted: %s", (pages, address, wanted) => {
  expect(isWanted(pages, address)).toBe(wanted);
});

it("shows nothing and reads nothing on a page that the profile leaves out", async () => {
  const page = on("/sales/1");
  await page.open(opened(1001));
  expect(isShown(page)).toBe(false);
  expect(page.server.sent.filter(({ path }) => path.includes("/lookup"))).toEqual([]);
});

it("appears when the page moves to an address that is wanted", async () => {
  const page = on("/sales/1");
  window.history.replaceState(null, "", "/care/1");
  window.dispatchEvent(new PopStateEvent("popstate"));
  await page.open(opened(1001));
  await settled();
  expect(isShown(page)).toBe(true);
  expect(page.server.last("/api/assist/lookup").body.acct_id).toBe(1001);
});
