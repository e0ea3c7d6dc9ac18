/** A plan as a form: every field is text, empty = not set. */

import type { Plan } from "@deskside/api";

export interface PlanFields {
  name: string;
  business: string;
  contract: string;
  fee: string;
  discount: string;
  note: string;
}

export const NO_PLAN: PlanFields = { name: "", business: "", contract: "", fee: "", discount: "", note: "" };

export function planFields(plan: Plan): PlanFields {
  const { name, business, contract, fee, discount, note } = plan;
  return {
    name,
    business,
    contract: contract ?? "",
    fee: fee ?? "",
    discount: discount ?? "",
    note: note ?? "",
  };
}

type PlanWire = { name: string; business: string } & Record<"contract" | "fee" | "discount" | "note", string | null>;

/** Only the fields given; empty optional text goes out as null. */
export function planWire<F extends Partial<PlanFields>>(fields: F): Pick<PlanWire, keyof F & keyof PlanWire> {
  const wire = Object.entries(fields).map(([field, text]: [string, string]) => {
    const needed = field === "name" || field === "business";
    return [field, text.trim() === "" && !needed ? null : text.trim()];
  });
  return Object.fromEntries(wire) as Pick<PlanWire, keyof F & keyof PlanWire>;
}
