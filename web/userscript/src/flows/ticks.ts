/** Ticks: shown at once, sent with the version seen, rolled back when refused. */
import { Refused, type Api } from "../server/api";
import { readTick, type Reminder, type Tick } from "../server/wire";
import { isRecord } from "../site/json";
import type { AccountView } from "../site/account";
import type { Admin } from "../site/parsers";
import type { Site } from "../site/profile";
import type { Notice, Store } from "../state";
import { reasonOf } from "./failures";
import { factsToSend } from "./lookup";

export const UNDO_MS = 10_000;
const SAVED = ["已取消勾选", "已勾选，其他坐席也会看到"];

export class Ticks {
  #last: { id: number; epoch: number; } | null = null;
  /** Asked to take back what is still on its way: done as soon as it has arrived. */
  #takeBack = false;
  #forget: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: Api,
    private readonly store: Store,
    private readonly site: Site,
    private readonly again: () => void,
  ) {}

  toggle(id: number): void {
    void this.#change(id, true);
  }

  /** Takes the last tick back, within 10 seconds. */
  undo(): void {
    const last = this.#last;
    if (last === null || last.epoch !== this.store.state.view?.epoch) return;
    if (this.store.state.pending.has(last.id)) {
      this.#takeBack = true;
      return;
    }
    this.#last = null;
    void this.#change(last.id, false);
  }

  async #change(id: number, undoable: boolean): Promise<void> {
    const { view, pending } = this.store.state;
    const item = this.#find(id);
    if (view === null || item === undefined || pending.has(id)) return;
    const wanted = this.#guess(item.tick);
    this.#place(id, wanted, true);
    this.#last = undoable ? { id, epoch: view.epoch } : null;
    this.#takeBack = false;
    try {
      const tick = readTick(await this.#send(view, id, wanted));
      this.#saved(view, id, tick, undoable);
    } catch (error) {
      this.#failed(view, id, item.tick, error);
    }
  }

  /** What the tick will most likely be; shown until the server has spoken. */
  #guess(before: Tick | null): Tick {
    const done = !(before?.done ?? false);
    const by = this.store.state.agent?.name ?? null;
    return { done, isProcessed: done, at: new Date().toISOString(), by, version: before?.version ?? 0 };
  }

  /** Not aborted when the account changes: what the agent ticked is sent. */
  #send(view: AccountView, id: number, { done, version }: Tick): Promise<unknown> {
    const path = `/api/assist/ticks/${String(view.acctId)}/${String(id)}`;
    const { uploads } = this.site.profile;
    const { market, business, cn_num, tags } = factsToSend(view, uploads) ?? {};
    const body = { done, version, reported: reportedBy(view.admin, uploads), market, business, cn_num, tags };
    return this.api.call({ method: "PUT", path, body });
  }

  #saved(view: AccountView, id: number, tick: Tick, undoable: boolean): void {
    if (this.#gone(view)) {
      if (this.store.state.view?.acctId === view.acctId) this.again();
      return;
    }
    this.#place(id, tick, false);
    const first = this.#before(tick);
    if (first === null) this.#say({ text: SAVED[Number(tick.done)] ?? "", tone: "info", undo: undoable });
    else this.#tell(`${first}已经改成这样了`, "info");
    if (this.#takeBack && this.#last?.id === id) this.undo();
  }

  /** Whoever had made the tick what this agent asked for, when it was not this agent. */
  #before(tick: Tick): string | null {
    const { agent } = this.store.state;
    return agent === null || tick.by === agent.name ? null : tick.by;
  }

  #failed(view: AccountView, id: number, before: Tick | null, error: unknown): void {
    if (this.#gone(view)) {
      this.#complain(`账户 ${String(view.acctId)} 的勾选没有保存：${reasonOf(error)}`);
      return;
    }
    const newest = newestTick(error);
    this.#place(id, newest ?? before, false);
    if (newest !== null) this.#complain(`${newest.by ?? "别人"}刚刚改过这一项，现在显示的是最新状态`);
    else if (error instanceof Refused && error.status === 404) {
      this.#complain("这条提醒已不存在或不再适用，列表已刷新");
      this.again();
    } else this.#complain(`没有保存：${reasonOf(error)}`);
  }

  /** A message that leaves nothing to take back. */
  #tell(text: string, tone: Notice["tone"]): void {
    this.#last = null;
    this.#say({ text, tone, undo: false });
  }

  #complain(text: string): void {
    this.#tell(text, "bad");
  }

  #gone(view: AccountView): boolean {
    return this.store.state.view?.epoch !== view.epoch;
  }

  #find(id: number): Reminder | undefined {
    const { reminders } = this.store.state;
    const items = reminders.kind === "ready" ? reminders.value : [];
    return items.find((item) => item.id === id && item.kind === "todo");
  }

  #place(id: number, tick: Tick | null, busy: boolean): void {
    const { reminders, pending } = this.store.state;
    const next = new Set(pending);
    if (busy) next.add(id);
    else next.delete(id);
    const placed =
      reminders.kind === "ready"
        ? { ...reminders, value: reminders.value.map((item) => (item.id === id ? { ...item, tick } : item)) }
        : reminders;
    this.store.set({ reminders: placed, pending: next });
  }

  #say(notice: Notice): void {
    clearTimeout(this.#forget);
    this.store.set({ notice });
    this.#forget = setTimeout(() => {
      this.#last = null;
      this.store.set({ notice: null });
    }, UNDO_MS);
  }
}

/** Who the CRM says is signed in; stored beside the agent our server knows. */
function reportedBy(admin: Admin | null, uploads: readonly string[]): { userid?: number; xinfang_id?: number; } {
  return {
    ...(typeof admin?.userId === "number" && uploads.includes("userid") ? { userid: admin.userId } : {}),
    ...(typeof admin?.xinfangId === "number" && uploads.includes("xinfang_id") ? { xinfang_id: admin.xinfangId } : {}),
  };
}

/** The present tick that comes with "your version is old". */
function newestTick(error: unknown): Tick | null {
  const stale = error instanceof Refused && error.status === 409;
  return stale && isRecord(error.body) && isRecord(error.body.tick) ? readTick(error.body.tick) : null;
}
