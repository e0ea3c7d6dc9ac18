/** What outlives a visit: who the agent is, and accounts seen in lists of this page. */
import type { Remembered } from "./account";
import type { Admin, BusinessAccount } from "./parsers";
import type { Visit } from "./visits";

export class Memory implements Remembered {
  admin: Admin | null = null;
  readonly accounts = new Map<number, BusinessAccount>();

  learn(visit: Visit): void {
    this.admin = visit.answers.admin ?? this.admin;
    for (const account of visit.answers.accounts ?? []) this.accounts.set(account.acctId, account);
  }
}
