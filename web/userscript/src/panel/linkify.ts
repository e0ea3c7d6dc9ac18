/** Plain text with its http(s) addresses as links, built as nodes. */
import { httpAddress } from "../site/links";
import { outLink } from "./dom";

const ADDRESS = /https?:\/\/[^\s<>"'`，。；：、！？（）《》【】“”‘’]+/gi;
const TRAILING = /[.,;:!?)\]}]+$/;

export function linkify(text: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const shown = match[0].replace(TRAILING, "");
    const href = httpAddress(shown);
    if (href === null) continue;
    nodes.push(document.createTextNode(text.slice(from, match.index)), outLink(href, shown));
    from = match.index + shown.length;
  }
  nodes.push(document.createTextNode(text.slice(from)));
  return nodes.filter((node) => node.textContent !== "");
}
