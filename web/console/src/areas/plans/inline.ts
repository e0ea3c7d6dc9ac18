/** Edits in the grid: shown at once, saved one after another per plan, undone for ten seconds. */

import type { Plan } from "@deskside/api";
import { shallowRef } from "vue";

import { staleCurrent } from "@/data/stale";

import { planFields, planWire, type PlanFields } from "./fields";

export interface Conflict {
  readonly field: keyof PlanFields;
  readonly mine: string;
  readonly newer: Plan;
}

interface Doors {
  readonly edit: (planId: number, body: ReturnType<typeof planWire> & { version: number }) => Promise<Plan>;
  /** Puts a plan where the list shows it. */
  readonly show: (plan: Plan) => void;
  readonly saved: (plan: Plan, undo: () => Promise<void>) => void;
  readonly failed: (error: unknown) => void;
}

/** The newest state of each plan that an answer has told. */
function newestPlans(show: Doors["show"]) {
  const latest = new Map<number, Plan>();
  return {
    newest: (plan: Plan): Plan => {
      const known = latest.get(plan.plan_id);
      return known && known.version > plan.version ? known : plan;
    },
    settle: (plan: Plan): Plan => {
      latest.set(plan.plan_id, plan);
      show(plan);
      return plan;
    },
  };
}

/** Runs what concerns one plan in the order in which it was asked for. */
function inTurn(): (planId: number, work: () => Promise<void>) => Promise<void> {
  const queues = new Map<number, Promise<void>>();
  return (planId, work) => {
    const turn = (queues.get(planId) ?? Promise.resolve()).then(work);
    queues.set(planId, turn);
    return turn;
  };
}

export function useInlineEdits({ edit, show, saved, failed }: Doors) {
  const conflict = shallowRef<Conflict | null>(null);
  const { newest, settle } = newestPlans(show);
  const queue = inTurn();

  const send = (plan: Plan, field: keyof PlanFields, text: string): Promise<Plan> =>
    edit(plan.plan_id, { ...planWire({ [field]: text }), version: plan.version });

  async function write(shown: Plan, field: keyof PlanFields, text: string): Promise<void> {
    const before = newest(shown);
    try {
      const plan = settle(await send(before, field, text));
      saved(plan, async () => {
        settle(await send(newest(plan), field, planFields(before)[field]));
      });
    } catch (error) {
      const newer = staleCurrent(error) as Plan | null;
      settle(newer ?? before);
      if (newer) conflict.value = { field, mine: text, newer };
      else failed(error);
    }
  }

  function save(plan: Plan, field: keyof PlanFields, text: string): Promise<void> {
    show({ ...newest(plan), [field]: text });
    return queue(plan.plan_id, () => write(plan, field, text));
  }

  function end(): Conflict | null {
    const held = conflict.value;
    conflict.value = null;
    return held;
  }

  return { conflict, save, end };
}
