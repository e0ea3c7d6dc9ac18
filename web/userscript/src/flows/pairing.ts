/** Pairing: a one-time code from the console becomes a device token. */
import type { Storage } from "../gm";
import { Refused, type Api } from "../server/api";
import { readAgent, readToken, type Agent } from "../server/wire";
import { isRecord } from "../site/json";
import type { Store } from "../state";
import { reasonOf } from "./failures";

export class Pairing {
  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly storage: Storage,
    private readonly version: string,
    private readonly onPaired: () => void,
  ) {}

  /** True when `code` was accepted. */
  async pair(code: string): Promise<boolean> {
    const tidy = code.trim().toUpperCase();
    if (tidy === "") {
      this.store.set({ pairing: { busy: false, error: "请输入控制台给出的配对码" } });
      return false;
    }
    this.store.set({ pairing: { busy: true, error: null } });
    try {
      const body = { code: tidy, script_version: this.version };
      this.#accept(await this.api.call({ method: "POST", path: "/api/assist/devices", body }));
      return true;
    } catch (error) {
      this.store.set({ pairing: { busy: false, error: pairingError(error) } });
      return false;
    }
  }

  /** The agent this browser is paired with, as last heard. */
  remembered(): Agent | null {
    const agent = this.storage.read("agent");
    return isRecord(agent) ? readAgent({ agent }) : null;
  }

  #accept(answer: unknown): void {
    const token = readToken(answer);
    const agent = readAgent(answer);
    this.storage.write("agent", agent);
    this.storage.write("token", token);
    this.store.set({ paired: true, agent, pairing: { busy: false, error: null } });
    this.onPaired();
  }
}

function pairingError(error: unknown): string {
  const wrong = error instanceof Refused && error.status < 500 && error.status !== 429;
  return wrong ? "配对码不对或已过期（2 分钟内有效），请在控制台重新生成" : reasonOf(error);
}
