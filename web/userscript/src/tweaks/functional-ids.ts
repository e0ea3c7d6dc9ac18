/** Puts the functional account's id before the text of each option: `(id) - text`, once. */
import { UnexpectedPage, type Tweak } from "./tweak";

export function functionalIds(selector: string): Tweak {
  return { title: "功能账户编号", selector, apply: label };
}

function label(found: Element): void {
  if (!(found instanceof HTMLSelectElement)) throw new UnexpectedPage("the functional accounts are no drop-down");
  for (const option of found.options) {
    // without a value of its own an option's text is its value, and changing it would change what is sent
    const id = option.getAttribute("value")?.trim() ?? "";
    const prefix = `(${id}) - `;
    const text = option.text.trim();
    if (id !== "" && text !== "" && !text.startsWith(prefix)) option.text = prefix + text;
  }
}
