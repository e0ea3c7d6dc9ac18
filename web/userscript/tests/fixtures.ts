/** The CRM's answers as it sends them, for an account of each kind. */
import type { Part } from "../src/site/profile";

export type Texts = Partial<Record<Part, string>>;

export const date = (text: string): string => `/Date(${String(Date.parse(text))})/`;
export const NO_DATE = "/Date(-62135596800000)/";

export function wrapped(payload: unknown): string {
  return JSON.stringify({ resultCode: 0, resultData: payload });
}

export function extension(acct: number | string, product = "BB", market = "USCN", cnNumber = "", chinaPstn = ""): string {
  const BaseProductInfo = { ProductAccount: acct, CNNumber: cnNumber, ChinaPstn: chinaPstn };
  return wrapped({ ProductType: product, Market: market, BaseProductInfo });
}

export function businessAccount(acct: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    BusinessAccountId: acct,
    BusinessType: "BB",
    ComboTag: "",
    ComboId: 20101,
    ComboName: `Plan of ${String(acct)}`,
    SignupDate: date("2019-04-28"),
    ActivationDate: date("2019-05-06"),
    InitialBillingDate: date("2019-06-01"),
    ContractStartTime: date("2026-03-13"),
    ContractEndTime: date("2027-03-13"),
    ...more,
  };
}

export function accounts(...masters: Record<string, unknown>[][]): string {
  return wrapped({ list: masters.map((rows, id) => ({ MasterAccountId: id, BusinessAccountList: { list: rows } })) });
}

export function ahc(plan = 20201, name = "AHC Standard", end = date("2027-02-01")): string {
  return wrapped({
    FuncComboId: plan,
    FuncComboName: name,
    ActiveStartDate: date("2024-02-01"),
    FuncContractEndTime: end,
  });
}

export const admin = (user = 88001, xinfang = 5601): string => wrapped({ Userid: user, XinfangId: xinfang });
export const tags = (text: string | null): string => wrapped({ Message: text });

/** Everything the page asks for when account `acct` is opened. */
export function opened(acct: number, more: Texts = {}): Texts {
  return {
    extension: extension(acct),
    accounts: accounts([businessAccount(7)], [businessAccount(acct), businessAccount(9)]),
    admin: admin(),
    tags: tags(`T${String(acct)};vip`),
    ...more,
  };
}

export interface TicketRow {
  TicketId: number;
  Title: string;
  Status: string;
  LastModified?: string;
}

export function ticketList(...rows: TicketRow[]): string {
  const whole = rows.map((row) => ({ Description: "", CurrentCategoryName: "Billing", LastModified: date("2026-11-20"), ...row }));
  return wrapped({ TicketModels: whole });
}

export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}
