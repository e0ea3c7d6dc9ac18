import { expect, it } from "vitest";

import SERVED from "../../../tests/modules/assist/site_profile.json";
import { readPanel } from "../src/server/panel";
import { DEMO_PROFILE } from "../src/site/profile";

// tests/modules/assist/test_site_profiles.py compares the same file with the server's.
it("has built in what the server serves when nobody changed it", () => {
  const { links, tickets: { hiddenStatuses, ...tickets }, ...profile } = DEMO_PROFILE;
  expect({ ...profile, tickets }).toEqual(SERVED);
  expect([links.length, hiddenStatuses.length]).toEqual([6, 4]);
});

it("adopts a served profile as a whole", () => {
  const changed = { ...SERVED, root: "data", functionalBusiness: "AHC2" };
  const { profile } = readPanel({ profile: changed, links: [], hidden_statuses: ["DONE"] }, DEMO_PROFILE);
  expect([profile.root, profile.functionalBusiness, profile.links]).toEqual(["data", "AHC2", []]);
  expect(profile.tickets.hiddenStatuses).toEqual(["DONE"]);
});
