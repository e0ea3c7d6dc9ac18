/** Cards of other modules: each a section of its own, so that one that fails takes no other with it. */
import type { Storage } from "../gm";
import { factAddress, type Card, type CardFact } from "../server/cards";
import type { State } from "../state";
import { h, outLink } from "./dom";
import { empty, failed, loading, Section, type Content } from "./section";
import { ago, fullTime } from "./times";

export class CardSections {
  readonly root = h("div", { "data-testid": "cards" });
  readonly #whole: Section;
  readonly #made = new Map<string, Section>();
  #open = true;

  constructor(
    private readonly storage: Storage,
    private readonly server: string,
  ) {
    this.#whole = new Section("cards", "其他模块", storage);
    this.root.append(this.#whole.root);
  }

  /** Open or folded, unless the agent has said otherwise. */
  byDefault(open: boolean): void {
    this.#open = open;
    for (const section of this.#made.values()) section.byDefault(open);
  }

  /** While no card is there, one section says why; afterwards there are only cards. */
  show({ cards, paired }: State, now: Date, retry: () => void): void {
    const shown = cards.kind === "ready" && paired ? cards.value : [];
    this.#whole.root.hidden = cards.kind !== "failed" && cards.kind !== "loading";
    if (cards.kind === "failed") this.#whole.show(failed(cards.why, retry));
    else this.#whole.show(loading("正在查其他模块…"));
    for (const card of shown) this.#of(card).show(cardContent(card, now, this.server));
    for (const [key, section] of this.#made) {
      section.root.hidden = !shown.some((card) => card.key === key);
      if (section.root.hidden) section.clear();
    }
  }

  clear(): void {
    for (const section of [...this.#made.values(), this.#whole]) section.clear();
  }

  #of(card: Card): Section {
    const known = this.#made.get(card.key);
    if (known !== undefined) return known;
    const section = new Section(`card-${card.key}`, card.title, this.storage, this.#open);
    this.#made.set(card.key, section);
    this.root.append(section.root);
    return section;
  }
}

function cardContent(card: Card, now: Date, server: string): Content {
  if (card.state === "failed") return failed(card.reason ?? "这张卡片暂时查不到", null);
  if (card.state === "empty") return empty(card.reason ?? "没有记录");
  const asOf = card.asOf === null ? null : new Date(card.asOf);
  const age = asOf === null || Number.isNaN(asOf.getTime()) ? null : ago(asOf, now);
  return {
    key: JSON.stringify([card, age]),
    state: "ready",
    build: () => [
      h("dl", { class: "facts" }, ...card.facts.flatMap((fact) => [h("dt", {}, fact.label), factCell(fact, server)])),
      ...(card.reason === null ? [] : [h("p", { class: "quiet note" }, card.reason)]),
      ...(asOf === null || age === null ? [] : [h("p", { class: "quiet note", title: fullTime(asOf) }, `数据时间 ${age}`)]),
    ],
  };
}

function factCell(fact: CardFact, server: string): HTMLElement {
  const href = factAddress(fact.href, server);
  return h("dd", { class: `tone-${fact.tone}` }, href === null ? fact.value : outLink(href, fact.value));
}
