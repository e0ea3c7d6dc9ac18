/** The panel's storage over the extension's: read once at the start, then kept in step with other tabs. */
import type { Storage } from "../gm";
import type { Chrome } from "./chrome";

export async function openStorage({ storage }: Pick<Chrome, "storage">): Promise<Storage> {
  const values = new Map(Object.entries(await storage.local.get(null)));
  const calls = new Map<string, (() => void)[]>();
  storage.onChanged.addListener((changes, area) => {
    if (area !== "local") return;
    for (const [name, { newValue }] of Object.entries(changes)) {
      // what this tab wrote comes back to it, too
      const ours = JSON.stringify(values.get(name)) === JSON.stringify(newValue);
      if (newValue === undefined) values.delete(name);
      else values.set(name, newValue);
      if (!ours) for (const call of calls.get(name) ?? []) call();
    }
  });
  return {
    read: (name) => values.get(name),
    write: (name, value) => {
      values.set(name, value);
      void storage.local.set({ [name]: value });
    },
    remove: (name) => {
      values.delete(name);
      void storage.local.remove(name);
    },
    onRemoteChange: (name, call) => { calls.set(name, [...(calls.get(name) ?? []), call]); },
  };
}
