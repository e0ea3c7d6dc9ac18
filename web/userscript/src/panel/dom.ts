/** Building the panel: elements and text nodes, never HTML from text. */

export type Child = Node | string | null | false;

/** Event handlers and styles are not attributes here. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | null>,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== false));
  return element;
}

/** Listens to what a person did; events that scripts of the page made are ignored. */
export function act<K extends keyof HTMLElementEventMap>(
  target: HTMLElement,
  type: K,
  handler: (event: HTMLElementEventMap[K]) => void,
  signal?: AbortSignal,
): void {
  const listener = (event: HTMLElementEventMap[K]): void => {
    if (event.isTrusted) handler(event);
  };
  target.addEventListener(type, listener as EventListener, signal === undefined ? {} : { signal });
}

export function button(
  label: string,
  attributes: Record<string, string | null>,
  onClick: () => void,
): HTMLButtonElement {
  const made = h("button", { type: "button", ...attributes }, label);
  act(made, "click", onClick);
  return made;
}

/** An address that opens beside the CRM and learns nothing of it. */
export function outLink(href: string, text: string, attributes: Record<string, string> = {}): HTMLAnchorElement {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", ...attributes }, text);
}
