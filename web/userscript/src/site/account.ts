/** The account on screen, joined from whatever answers are there: a pure function, so order cannot matter. */
import type { Admin, Answers, BusinessAccount, FunctionalAccount } from "./parsers";
import { contractOf, crmDay, type Contract } from "./dates";
import type { SiteProfile } from "./profile";
import type { PartState, Visit } from "./visits";

export interface Facts {
  signup: string;
  activation: string;
  billing: string;
  contract: Contract;
}

export interface Plan {
  id: string;
  name: string | null;
}

/** A part that may be missing says why. */
export type Shown<T> = { kind: "loading"; } | { kind: "failed"; } | { kind: "missing"; why: string; } | { kind: "ready"; value: T; };

export interface AccountView {
  epoch: number;
  acctId: number;
  market: string | null;
  /** Null until it is known whether a combo tag changes it. */
  business: string | null;
  cnNum: string | null;
  tags: readonly string[] | null;
  admin: Admin | null;
  facts: Shown<Facts>;
  plan: Shown<Plan>;
}

const UNLISTED = "账户列表里没有这个账户";

/** Answers that outlive a visit: who the agent is, and accounts seen in lists of this page. */
export interface Remembered {
  admin: Admin | null;
  accounts: ReadonlyMap<number, BusinessAccount>;
}

/** Null while no account is known. */
export function accountView(visit: Visit, remembered: Remembered, profile: SiteProfile): AccountView | null {
  const { extension, tags = null, admin = remembered.admin } = visit.answers;
  if (extension === undefined) return null;
  const { acctId, market, cnNum } = extension;
  const record = recordOf(acctId, visit.answers, remembered);
  const product = extension.product ?? record?.business ?? null;
  const business = businessOf(product, record, visit.states.accounts, profile);
  const functional = sameName(product, profile.functionalBusiness);
  const facts = factsOf(record, functional, visit);
  const plan = functional ? functionalPlan(visit) : recordPlan(record, visit.states.accounts);
  return { epoch: visit.epoch, acctId, market, business, cnNum, tags, admin, facts, plan };
}

function sameName(a: string | null, b: string): boolean {
  return a?.toUpperCase() === b.toUpperCase();
}

function recordOf(acctId: number, answers: Partial<Answers>, remembered: Remembered): BusinessAccount | null {
  const listed = answers.accounts?.find((account) => account.acctId === acctId);
  return listed ?? remembered.accounts.get(acctId) ?? null;
}

function businessOf(
  product: string | null,
  record: BusinessAccount | null,
  list: PartState,
  { promotion }: SiteProfile,
): string | null {
  if (!sameName(product, promotion.from)) return product;
  if (record === null) return list === "ready" || list === "failed" ? product : null;
  const tags = (record.comboTag ?? "").split(/[;,|\s]+/).map((tag) => tag.toUpperCase());
  return tags.includes(promotion.tag.toUpperCase()) ? promotion.to : product;
}

function factsOf(record: BusinessAccount | null, functional: boolean, visit: Visit): Shown<Facts> {
  if (record === null) return absent(visit.states.accounts, UNLISTED, "loading");
  const value = {
    signup: crmDay(record.signup),
    activation: crmDay(record.activation),
    billing: crmDay(record.billing),
    contract: contractOf(record.contractStart, record.contractEnd),
  };
  return functional ? functionalFacts(value, visit) : { kind: "ready", value };
}

/** Activation and contract belong to the functional account, once one is chosen. */
function functionalFacts(whole: Facts, visit: Visit): Shown<Facts> {
  const { ahc } = visit.answers;
  if (visit.states.ahc === "failed") return { kind: "failed" };
  if (visit.states.ahc === "asked") return { kind: "loading" };
  return { kind: "ready", value: ahc === undefined ? whole : { ...whole, ...ofFunctional(ahc) } };
}

function ofFunctional({ activeStart, contractEnd }: FunctionalAccount): Pick<Facts, "activation" | "contract"> {
  return { activation: crmDay(activeStart), contract: contractOf(activeStart, contractEnd) };
}

function functionalPlan(visit: Visit): Shown<Plan> {
  const chosen: FunctionalAccount | undefined = visit.answers.ahc;
  if (chosen === undefined) return absent(visit.states.ahc, "选择一个功能账户后显示计划", "missing");
  return planOf(chosen.comboId, chosen.comboName);
}

function recordPlan(record: BusinessAccount | null, state: PartState): Shown<Plan> {
  return record === null ? absent(state, UNLISTED, "loading") : planOf(record.comboId, record.comboName);
}

function planOf(id: string | null, name: string | null): Shown<Plan> {
  return id === null ? { kind: "missing", why: "这个账户没有计划" } : { kind: "ready", value: { id, name } };
}

/** `unasked` says what it means that the page has not asked. */
function absent<T>(state: PartState, why: string, unasked: "loading" | "missing"): Shown<T> {
  if (state === "failed") return { kind: "failed" };
  if (state === "ready" || (state === "idle" && unasked === "missing")) return { kind: "missing", why };
  return { kind: "loading" };
}
