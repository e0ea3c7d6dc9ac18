/** Quick links of a business, with the account filled in. */
import type { SiteProfile } from "./profile";

export interface ReadyLink {
  key: string;
  title: string;
  href: string;
}

export interface LinkFacts {
  acctId: number;
  market: string | null;
  business: string;
  cnNum: string | null;
  planId: string | null;
  userId: number | null;
}

/** Links that `facts.business` has; one whose address is not http(s), or lacks a value, is left out. */
export function quickLinks(profile: SiteProfile, facts: LinkFacts, base: string): ReadyLink[] {
  const values = valuesOf(facts);
  return profile.links
    .filter((link) => link.businesses.length === 0 || link.businesses.some((name) => name.toLowerCase() === facts.business.toLowerCase()))
    .flatMap((link) => {
      const names = [...link.url.matchAll(VARIABLE)].map((match) => match[1] ?? "");
      if (names.some((name) => !values.get(name))) return [];
      const filled = link.url.replace(VARIABLE, (_, name: string) => encodeURIComponent(values.get(name) ?? ""));
      const href = httpAddress(filled, base);
      return href === null ? [] : [{ key: link.key, title: link.title, href }];
    });
}

const VARIABLE = /\{(\w+)\}/g;

function valuesOf(facts: LinkFacts): ReadonlyMap<string, string> {
  const account = String(facts.acctId);
  return new Map([
    ["acct", account],
    ["acct_id", account],
    ["market", facts.market ?? ""],
    ["business", facts.business],
    ["product", facts.business],
    ["cn_num", facts.cnNum ?? ""],
    ["plan_id", facts.planId ?? ""],
    ["userid", facts.userId === null ? "" : String(facts.userId)],
  ]);
}

/** The absolute http(s) address of `text`, or null. */
export function httpAddress(text: string, base?: string): string | null {
  try {
    const url = new URL(text, base);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
