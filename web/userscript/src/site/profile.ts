/** All that is known about one CRM, as data: a changed CRM is a changed profile. */

export const PARTS = ["extension", "accounts", "ahc", "admin", "tags"] as const;
export type Part = (typeof PARTS)[number];

export interface QuickLink {
  /** What its clicks are counted under. */
  key: string;
  title: string;
  /** Words in braces are filled in, as site/links knows them; relative to the CRM's own address. */
  url: string;
  /** None: for all. */
  businesses: readonly string[];
}

export interface SiteProfile {
  /** Addresses that the panel shows on, as match patterns with a space between two; none: wherever the script runs. */
  pages: string;
  /** The field of every answer that holds its payload. */
  root: string;
  endpoints: Record<Part, string>;
  extension: Record<"product" | "market" | "account" | "cnNumber" | "chinaPstn", string>;
  accounts: Record<
    | "rows" | "id" | "business" | "comboTag" | "comboId" | "comboName"
    | "signup" | "activation" | "billing" | "contractStart" | "contractEnd",
    string
  >;
  ahc: Record<"comboId" | "comboName" | "activeStart" | "contractEnd", string>;
  admin: Record<"userId" | "xinfangId", string>;
  tags: { text: string; separator: string; };
  tickets: Record<"endpoint" | "rows" | "id" | "title" | "description" | "category" | "modified" | "status", string> & {
    pageSize: number;
    hiddenStatuses: readonly string[];
  };
  /** A business that a combo tag turns into another one. */
  promotion: { from: string; tag: string; to: string; };
  /** The business whose plan belongs to the chosen functional account. */
  functionalBusiness: string;
  selectors: Record<"functionalAccounts" | "planName", string>;
  links: readonly QuickLink[];
  /** What our server is told of an account and its agent, besides account, market and product. */
  uploads: readonly string[];
}

/** Whatever knows which profile is in force. */
export interface Site {
  readonly profile: SiteProfile;
}

const EVERY = ["BB", "AHC", "CP", "Prime", "MCN"] as const;

export const DEMO_PROFILE: SiteProfile = {
  pages: "",
  root: "resultData",
  endpoints: {
    extension: "GetProductExtensionData",
    accounts: "GetMasterAccountListV3",
    ahc: "GetAHCBasicInfo",
    admin: "GetBaseAdminInfo",
    tags: "GetAccountTag",
  },
  extension: {
    product: "ProductType",
    market: "Market",
    account: "BaseProductInfo.ProductAccount",
    cnNumber: "BaseProductInfo.CNNumber",
    chinaPstn: "BaseProductInfo.ChinaPstn",
  },
  accounts: {
    rows: "list[].BusinessAccountList.list[]",
    id: "BusinessAccountId",
    business: "BusinessType",
    comboTag: "ComboTag",
    comboId: "ComboId",
    comboName: "ComboName",
    signup: "SignupDate",
    activation: "ActivationDate",
    billing: "InitialBillingDate",
    contractStart: "ContractStartTime",
    contractEnd: "ContractEndTime",
  },
  ahc: {
    comboId: "FuncComboId",
    comboName: "FuncComboName",
    activeStart: "ActiveStartDate",
    contractEnd: "FuncContractEndTime",
  },
  admin: { userId: "Userid", xinfangId: "XinfangId" },
  tags: { text: "Message", separator: ";" },
  tickets: {
    endpoint: "GetTicketList",
    rows: "TicketModels[]",
    id: "TicketId",
    title: "Title",
    description: "Description",
    category: "CurrentCategoryName",
    modified: "LastModified",
    status: "Status",
    pageSize: 30,
    hiddenStatuses: ["CLOSED", "RESOLVED", "COMPLETED", "CANCELLED"],
  },
  promotion: { from: "BB", tag: "Prime", to: "Prime" },
  functionalBusiness: "AHC",
  selectors: {
    functionalAccounts: "#ProductDetailContainer #chooseid",
    planName: "#func_sp_plan_des",
  },
  uploads: ["cn_num", "tags", "userid", "xinfang_id"],
  links: [
    { key: "bills", title: "查看账单", url: "/crm/css/bills?acct={acct}", businesses: EVERY },
    { key: "card", title: "更新信用卡", url: "/crm/css/card?acct={acct}", businesses: EVERY },
    { key: "profile", title: "编辑个人资料", url: "/crm/css/profile?acct={acct}", businesses: EVERY },
    { key: "usage", title: "使用记录", url: "/crm/css/usage?acct={acct}", businesses: ["BB", "CP", "MCN", "Prime"] },
    { key: "e911", title: "E911 地址", url: "/crm/css/e911?acct={acct}", businesses: ["BB", "Prime"] },
    { key: "prime", title: "Prime 权益", url: "/crm/css/prime?acct={acct}", businesses: ["Prime"] },
  ],
};
