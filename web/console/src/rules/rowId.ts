/** Ids as people type them: what the server's integer columns can hold. */

const MAX = 2_147_483_647;

/** Account ids are the CRM's: whole numbers that JavaScript can hold exactly. */
export function isAccountId(text: string): boolean {
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) >= 1;
}

export function isRowId(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX;
}
