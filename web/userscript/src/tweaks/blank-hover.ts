/** Stops the blank pop-up over the plan's name: a copy of the node has no listeners. */
import type { Tweak } from "./tweak";

/** A real plan name is longer; the page fills the node later than it makes it. */
const NAME_LENGTH = 10;

export function blankHover(selector: string): Tweak {
  const mended = new WeakMap<Element, string>();
  return {
    title: "空白悬浮窗",
    selector,
    apply: (found) => {
      const text = found.textContent.trim();
      if (text.length <= NAME_LENGTH || mended.get(found) === text) return;
      const copy = found.cloneNode(true) as Element;
      for (const name of ["onmouseover", "onmouseenter"]) copy.removeAttribute(name);
      mended.set(copy, text);
      found.replaceWith(copy);
    },
  };
}
