/** One pure reader per answer of the CRM; each takes the payload and gives typed values. */
import { integerAt, isRecord, payloadOf, select, textAt, UnreadableAnswer } from "./json";
import type { Part, SiteProfile } from "./profile";

export interface Extension {
  acctId: number;
  product: string | null;
  market: string | null;
  cnNum: string | null;
}

export interface BusinessAccount {
  acctId: number;
  business: string | null;
  comboTag: string | null;
  comboId: string | null;
  comboName: string | null;
  signup: string | null;
  activation: string | null;
  billing: string | null;
  contractStart: string | null;
  contractEnd: string | null;
}

export interface FunctionalAccount {
  comboId: string | null;
  comboName: string | null;
  activeStart: string | null;
  contractEnd: string | null;
}

export interface Admin {
  userId: number | null;
  xinfangId: number | null;
}

export interface Answers {
  extension: Extension;
  accounts: readonly BusinessAccount[];
  ahc: FunctionalAccount;
  admin: Admin;
  tags: readonly string[];
}

type Reader<P extends Part> = (payload: unknown, profile: SiteProfile) => Answers[P];

const readers: { [P in Part]: Reader<P> } = { extension, accounts, ahc, admin, tags };

/** The typed answer of `part`; throws UnreadableAnswer where its text cannot be one. */
export function readAnswer<P extends Part>(part: P, text: string, profile: SiteProfile): Answers[P] {
  return readers[part](payloadOf(text, profile.root), profile);
}

function extension(payload: unknown, { extension: at }: SiteProfile): Extension {
  const acctId = integerAt(payload, at.account);
  if (acctId === null || acctId === 0) throw new UnreadableAnswer("the answer names no account");
  return {
    acctId,
    product: textAt(payload, at.product) || null,
    market: textAt(payload, at.market) || null,
    cnNum: chinaNumber(textAt(payload, at.cnNumber), textAt(payload, at.chinaPstn)),
  };
}

/** The first 11 digits in CNNumber, else ChinaPstn; digits only, null when there is none. */
export function chinaNumber(cnNumber: string | null, chinaPstn: string | null): string | null {
  const joined = (cnNumber ?? "").replace(/[\s()-]/g, "");
  const mobile = /\d{11}/.exec(cnNumber ?? "") ?? /\d{11}/.exec(joined);
  if (mobile) return mobile[0];
  return (chinaPstn ?? "").replace(/\D/g, "") || null;
}

function accounts(payload: unknown, { accounts: at }: SiteProfile): BusinessAccount[] {
  return select(payload, at.rows).flatMap((row) => {
    const acctId = integerAt(row, at.id);
    return acctId === null ? [] : [businessAccount(row, acctId, at)];
  });
}

function businessAccount(row: unknown, acctId: number, at: SiteProfile["accounts"]): BusinessAccount {
  return {
    acctId,
    business: textAt(row, at.business) || null,
    comboTag: textAt(row, at.comboTag) || null,
    comboId: textAt(row, at.comboId) || null,
    comboName: textAt(row, at.comboName) || null,
    signup: textAt(row, at.signup),
    activation: textAt(row, at.activation),
    billing: textAt(row, at.billing),
    contractStart: textAt(row, at.contractStart),
    contractEnd: textAt(row, at.contractEnd),
  };
}

function ahc(payload: unknown, { ahc: at }: SiteProfile): FunctionalAccount {
  return {
    comboId: textAt(payload, at.comboId) || null,
    comboName: textAt(payload, at.comboName) || null,
    activeStart: textAt(payload, at.activeStart),
    contractEnd: textAt(payload, at.contractEnd),
  };
}

function admin(payload: unknown, { admin: at }: SiteProfile): Admin {
  return { userId: integerAt(payload, at.userId), xinfangId: integerAt(payload, at.xinfangId) };
}

function tags(payload: unknown, { tags: at }: SiteProfile): string[] {
  const text = textAt(payload, at.text) ?? (isRecord(payload) && payload[at.text] === null ? "" : null);
  if (text === null) throw new UnreadableAnswer("the answer carries no tags");
  const names = text.split(at.separator).map((name) => name.trim().toUpperCase());
  return [...new Set(names.filter((name) => name !== ""))].sort();
}
