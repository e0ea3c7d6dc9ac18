/** Reads plans for windows and previews; within a visit each is asked for once. */
import type { PlanState } from "../panel/plan-text";
import type { PlanTitle } from "../panel/popup";
import { Refused, type Api } from "../server/api";
import { readPlan } from "../server/wire";
import { reasonOf } from "./failures";

type Show = (state: PlanState, retry: () => void) => void;

export class PlanReader {
  #known = new Map<string, PlanState>();

  constructor(private readonly api: Api) {}

  forget(): void {
    this.#known.clear();
  }

  async read(plan: PlanTitle, show: Show, signal: AbortSignal): Promise<void> {
    const retry = (): void => { void this.read(plan, show, signal); };
    const known = this.#known.get(plan.id);
    show(known ?? { kind: "loading" }, retry);
    if (known !== undefined) return;
    const state = await this.#ask(plan.id, signal);
    if (signal.aborted) return;
    if (state.kind !== "failed") this.#known.set(plan.id, state);
    show(state, retry);
  }

  async #ask(id: string, signal: AbortSignal): Promise<PlanState> {
    try {
      const path = `/api/assist/plans/${encodeURIComponent(id)}`;
      return { kind: "ready", value: readPlan(await this.api.call({ method: "GET", path, signal })) };
    } catch (error) {
      const unknown = error instanceof Refused && error.status === 404;
      return unknown ? { kind: "unknown" } : { kind: "failed", why: reasonOf(error) };
    }
  }
}
