/** The half in the page's own world: taps, and hands on what is of interest. It knows no token and no server.
 *
 * Until the other half has said which endpoints matter, every answer waits here; then only those are handed on.
 */
import { tapPage } from "../tap/page";
import { harmless, lastSegment } from "../tap/watch";
import { TAPPED, WANTED, type Tapped } from "./names";

const MOST_WAITING = 400;
const LONGEST = 4_000_000;

const dispatch = document.dispatchEvent.bind(document);
const { stringify, parse } = JSON;
const Told = CustomEvent;

let wanted: ReadonlySet<string> | null = null;
let waiting: { name: string; told: Tapped; }[] = [];
let order = 0;
let tapping: AbortController | null = null;

function tell(told: Tapped): void {
  dispatch(new Told(TAPPED, { detail: stringify(told) }));
}

function pass(name: string, told: Tapped): void {
  if (wanted?.has(name) === true) tell(told);
  else if (wanted === null && waiting.length < MOST_WAITING) waiting.push({ name, told });
}

function watch(url: string): ((text: string | null) => void) | null {
  const name = lastSegment(url, document.baseURI);
  if (name === null || (wanted !== null && !wanted.has(name))) return null;
  const mine = order++;
  pass(name, { kind: "asked", order: mine, url: new URL(url, document.baseURI).href, at: performance.now() });
  return (text) => { pass(name, { kind: "answered", order: mine, text: text !== null && text.length > LONGEST ? null : text }); };
}

/** A list of names: an empty one ends the taps, another one sets them again. */
function want(event: Event): void {
  const names = event instanceof CustomEvent && typeof event.detail === "string" ? namesOf(event.detail) : null;
  if (names === null) return;
  wanted = new Set(names);
  if (names.length === 0) end();
  else begin();
  const held = waiting;
  waiting = [];
  for (const { name, told } of held) pass(name, told);
}

function namesOf(text: string): string[] | null {
  try {
    const names = parse(text) as unknown;
    return Array.isArray(names) ? names.filter((name): name is string => typeof name === "string") : null;
  } catch {
    return null;
  }
}

function begin(): void {
  if (tapping !== null) return;
  tapping = new AbortController();
  tapPage(window, harmless(watch, () => undefined), tapping.signal);
}

function end(): void {
  tapping?.abort();
  tapping = null;
}

begin();
document.addEventListener(WANTED, want);
