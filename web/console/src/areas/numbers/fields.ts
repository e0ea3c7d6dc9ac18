/** A number list as a form. */

import type { NumberList } from "@deskside/api";

export interface ListFields {
  name: string;
  text: string;
  /** Empty = the numbers are uploaded. */
  path: string;
}

export const NO_LIST: ListFields = { name: "", text: "", path: "" };

export function listFields({ name, text, path }: NumberList): ListFields {
  return { name, text, path: path ?? "" };
}

export function listWire<F extends Partial<ListFields>>(fields: F): Omit<F, "path"> & { path?: string | null } {
  const { path, ...rest } = fields;
  return path === undefined ? rest : { ...rest, path: path.trim() === "" ? null : path.trim() };
}
