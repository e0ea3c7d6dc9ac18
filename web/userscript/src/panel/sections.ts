/** The sections, in the order the server wants, shown from one state. */
import type { Storage } from "../gm";
import type { SectionRule } from "../server/panel";
import { quickLinks, type ReadyLink } from "../site/links";
import type { Site } from "../site/profile";
import type { AccountView } from "../site/account";
import type { State } from "../state";
import { CardSections } from "./cards";
import { h } from "./dom";
import { factsContent } from "./facts";
import { linksContent } from "./links";
import type { Actions } from "./panel";
import { planContent } from "./plan";
import { remindersContent, todosContent } from "./reminders";
import { Section } from "./section";
import { sentContent } from "./sent";
import { TicketSection } from "./tickets";

const TITLES = {
  links: "快捷入口",
  reminders: "账户提醒",
  todos: "账户待办",
  facts: "账户资料",
  plan: "计划",
  tickets: "未关闭工单",
  sent: "发送内容",
} as const;
type Name = keyof typeof TITLES;
const NAMES = Object.keys(TITLES) as Name[];
/** Folded until an agent wants to know. */
const FOLDED = new Set<string>(["sent"]);

export class Sections {
  readonly root = h("div", { class: "sections" });
  readonly #own: Record<Name, Section>;
  readonly #cards: CardSections;
  readonly #tickets: TicketSection;

  constructor(
    storage: Storage,
    private readonly site: Site,
    private readonly actions: Actions,
    server: string,
  ) {
    const made = NAMES.map((name) => [name, new Section(name, TITLES[name], storage, !FOLDED.has(name))] as const);
    this.#own = Object.fromEntries(made) as Record<Name, Section>;
    this.root.append(...made.map(([, section]) => section.root));
    this.#tickets = new TicketSection(storage, site, actions);
    this.#cards = new CardSections(storage, server);
    this.#own.sent.root.before(this.#cards.root);
  }

  /** Order, folding and hiding as the server has them; what is not named comes after, as it was. */
  arrange(rules: readonly SectionRule[]): void {
    const parts = new Map<string, Section | CardSections>([...Object.entries(this.#own), ["cards", this.#cards]]);
    const named = rules.flatMap((rule) => {
      const part = parts.get(rule.key);
      if (part === undefined) return [];
      part.byDefault(rule.open);
      part.root.hidden = rule.hidden;
      return [part.root];
    });
    this.root.prepend(...named);
  }

  clear(): void {
    for (const section of Object.values(this.#own)) section.clear();
    this.#cards.clear();
  }

  show(state: State, view: AccountView, now: Date): void {
    const { actions } = this;
    const own = this.#own;
    own.links.show(linksContent(this.#links(view), (link) => { actions.usedLink(link.key); }));
    own.reminders.show(remindersContent(state, actions.refresh));
    own.todos.show(todosContent(state, now, actions.refresh, actions.toggle));
    own.facts.show(factsContent(view, state.meanings, now));
    own.plan.show(planContent(view, actions.plans));
    own.tickets.show(this.#tickets.content(state, now));
    own.sent.show(sentContent(state, this.site.profile.uploads));
    this.#cards.show(state, now, actions.refresh);
  }

  #links(view: AccountView): readonly ReadyLink[] | null {
    if (view.business === null) return null;
    const planId = view.plan.kind === "ready" ? view.plan.value.id : null;
    const facts = { ...view, business: view.business, planId, userId: view.admin?.userId ?? null };
    return quickLinks(this.site.profile, facts, window.location.href);
  }
}
