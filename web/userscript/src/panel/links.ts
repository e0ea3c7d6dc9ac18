/** 快捷入口: the tools agents open most, one click away. */
import type { ReadyLink } from "../site/links";
import { act, h, outLink } from "./dom";
import { empty, type Content } from "./section";

export function linksContent(links: readonly ReadyLink[] | null, used: (link: ReadyLink) => void): Content {
  if (links === null) return empty("确定产品后显示");
  if (links.length === 0) return empty("这个产品没有快捷入口");
  const items = (): HTMLElement[] => links.map((link) => h("li", {}, counted(link, used)));
  return { key: JSON.stringify(links), state: "ready", build: () => [h("ul", { class: "links" }, ...items())] };
}

function counted(link: ReadyLink, used: (link: ReadyLink) => void): HTMLElement {
  const made = outLink(link.href, link.title, { "data-testid": `link-${link.key}` });
  act(made, "click", () => { used(link); });
  act(made, "auxclick", (event) => { if (event.button === 1) used(link); });
  return made;
}
