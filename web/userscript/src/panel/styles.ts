/** The panel's look: variables for two themes, then the parts. Nothing reaches in or out of the shadow root. */
export const STYLES = `
:host {
  all: initial;
  --ground: #ffffff; --raised: #f1f3f5; --line: #dfe2e6; --line-control: #868e99; --text: #1b1f24; --quiet: #5b636e;
  --accent: #2456c7; --accent-soft: #e8effc; --on-accent: #ffffff;
  --good: #1b6e3c; --warn: #825400; --warn-soft: #fbf0d8; --bad: #b02530; --bad-soft: #fce8e9;
  --shadow: 0 4px 20px rgb(15 23 42 / 18%);
}
@media (prefers-color-scheme: dark) {
  :host {
    --ground: #1a1c1f; --raised: #24272b; --line: #31353b; --line-control: #6f7782; --text: #e6e8eb; --quiet: #a2a9b3;
    --accent: #86abff; --accent-soft: #1f2d49; --on-accent: #0b1530;
    --good: #7fd49b; --warn: #e8b95c; --warn-soft: #33280f; --bad: #ff9095; --bad-soft: #3b1b1e;
    --shadow: 0 4px 24px rgb(0 0 0 / 55%);
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.frame {
  color-scheme: light dark;
  font: 14px/20px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif;
  font-variant-numeric: tabular-nums; color: var(--text); text-align: left;
}
button, input { font: inherit; color: inherit; }
button { cursor: pointer; background: none; border: 0; padding: 0; border-radius: 6px; }
button:disabled { cursor: default; opacity: .6; }
a { color: var(--accent); text-decoration: none; overflow-wrap: anywhere; }
a:hover { text-decoration: underline; }
p, h2, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
:focus { outline: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.mono { font-family: ui-monospace, Consolas, "Noto Sans Mono", monospace; font-size: 13px; }
.quiet { color: var(--quiet); }
.bad { color: var(--bad); }
.grow { flex: 1; min-width: 0; }

.panel {
  position: fixed; top: 0; bottom: 0; right: 0; width: 320px; z-index: 2147483646;
  display: flex; flex-direction: column; background: var(--ground); border-left: 1px solid var(--line);
  box-shadow: var(--shadow);
}
.frame[data-side=left] .panel { right: auto; left: 0; border-left: 0; border-right: 1px solid var(--line); }
.frame[data-folded=true] .panel { display: none; }
.tab {
  position: fixed; top: 120px; right: 0; z-index: 2147483646; display: none; padding: 12px 4px;
  writing-mode: vertical-rl; background: var(--ground); border: 1px solid var(--line); border-right: 0;
  border-radius: 6px 0 0 6px; box-shadow: var(--shadow); line-height: 20px;
}
.frame[data-folded=true] .tab { display: block; }
.frame[data-side=left] .tab { right: auto; left: 0; border: 1px solid var(--line); border-left: 0; border-radius: 0 6px 6px 0; }
.tab-count { color: var(--accent); font-weight: 600; }

header { display: flex; align-items: center; gap: 8px; padding: 8px 8px 8px 12px; border-bottom: 1px solid var(--line); }
.acct { font-weight: 600; font-size: 16px; line-height: 20px; }
.sub { color: var(--quiet); font-size: 12px; line-height: 16px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.tools { display: flex; gap: 0; }
.tool { padding: 4px 8px; color: var(--quiet); font-size: 12px; line-height: 20px; }
.tool:hover, .text-button:hover { background: var(--raised); color: var(--text); }
.text-button { padding: 4px 8px; margin-left: -8px; color: var(--accent); }
.scroll { flex: 1; overflow: hidden auto; overscroll-behavior: contain; }
.placeholder { padding: 24px 16px; color: var(--quiet); display: flex; flex-direction: column; gap: 8px; align-items: flex-start; }
.banner { padding: 8px 12px; background: var(--bad-soft); color: var(--bad); border-bottom: 1px solid var(--line); }
.banner.old { background: var(--warn-soft); color: var(--warn); }
.banner.old a { color: inherit; text-decoration: underline; }
.banner .text-button { color: inherit; text-decoration: underline; }
.notice {
  display: flex; align-items: flex-start; gap: 8px; padding: 8px 12px; border-top: 1px solid var(--line);
  background: var(--raised); font-size: 13px;
}
.notice[data-tone=bad] { background: var(--warn-soft); color: var(--warn); }
.notice .text-button { margin: -4px -8px -4px auto; white-space: nowrap; }
footer {
  display: flex; justify-content: space-between; gap: 8px; padding: 4px 12px; border-top: 1px solid var(--line);
  color: var(--quiet); font-size: 12px; line-height: 16px;
}

.section { border-bottom: 1px solid var(--line); }
.section-toggle {
  display: flex; align-items: center; gap: 8px; width: 100%; height: 36px; padding: 0 12px; text-align: left; border-radius: 0;
}
.section-toggle:hover { background: var(--raised); }
.section-title { font-weight: 600; font-size: 14px; line-height: 20px; }
.chevron {
  width: 6px; height: 6px; border: solid var(--quiet); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); margin: 0 2px;
}
[aria-expanded=true] > .chevron { transform: translateY(-2px) rotate(45deg); }
.count { margin-left: auto; color: var(--quiet); font-weight: 400; font-size: 12px; }
.body { padding: 0 12px 10px 30px; overflow-wrap: anywhere; }
.section[data-state=ready] .body:has(.rows), .section .body:has(.rows) { padding: 0 0 6px; }
.note { font-size: 12px; line-height: 16px; padding-top: 4px; }
.body:has(.rows) .note { padding: 4px 12px 0 30px; }

.row { display: flex; gap: 8px; padding: 6px 12px 6px 30px; min-height: 36px; scroll-margin: 36px; }
.row:focus-visible { background: var(--accent-soft); }
.fixed { position: relative; }
.fixed::before { content: ""; position: absolute; left: 14px; top: 13px; width: 6px; height: 6px; border-radius: 50%; background: var(--warn); }
.text { white-space: pre-line; }
.todo { padding-left: 8px; gap: 6px; cursor: pointer; }
.todo:hover { background: var(--raised); }
.box { flex: none; width: 16px; height: 16px; margin: 2px 0 0; border: 1.5px solid var(--line-control); border-radius: 4px; position: relative; }
.box:focus-visible { outline-offset: 2px; }
.box[aria-checked=true] { background: var(--accent); border-color: var(--accent); }
.box[aria-checked=true]::after {
  content: ""; position: absolute; left: 4px; top: 1px; width: 4px; height: 8px; border: solid var(--on-accent);
  border-width: 0 2px 2px 0; transform: rotate(45deg);
}
.done .text { color: var(--quiet); text-decoration: line-through; }
.todo[aria-busy=true] { opacity: .7; }
.meta { display: flex; justify-content: space-between; gap: 8px; color: var(--quiet); font-size: 12px; line-height: 16px; padding-top: 2px; }
.meta time { text-align: right; }
.chip {
  display: inline-block; margin-left: 6px; padding: 0 6px; border-radius: 6px; background: var(--accent-soft); color: var(--accent);
  font-size: 12px; line-height: 18px; text-decoration: none;
}
.clip { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 12px; line-height: 18px; }

.facts { display: grid; grid-template-columns: auto 1fr; gap: 4px 12px; }
.dates { grid-template-columns: auto auto auto 1fr; column-gap: 8px; }
.dates dd:nth-of-type(odd) { padding-right: 8px; }
.dates .first { grid-column: 1; }
.dates .wide { grid-column: 2 / -1; }
.facts dt { color: var(--quiet); white-space: nowrap; }
.facts dd { overflow-wrap: anywhere; white-space: pre-line; }
.plan { display: flex; gap: 8px; align-items: baseline; }
.plan-id { flex: none; padding: 0 6px; background: var(--accent-soft); color: var(--accent); font-weight: 600; line-height: 24px; }
.plan-id:hover { text-decoration: underline; }
.links { display: flex; flex-wrap: wrap; gap: 4px 16px; }
.tags { display: flex; flex-direction: column; gap: 4px; padding-top: 6px; font-size: 13px; }
.tags .chip { margin-left: 0; }
.tone-good { color: var(--good); }
.tone-warning { color: var(--warn); }
.tone-bad { color: var(--bad); }
.small { font-size: 12px; line-height: 16px; padding: 2px 8px; }
.tools-line { display: flex; gap: 12px; }
.field {
  width: 100%; min-width: 0; height: 28px; padding: 0 8px; border: 1px solid var(--line-control); border-radius: 6px; background: var(--ground);
  font-size: 13px;
}
.rules .field { margin: 4px 0; }
.links a { line-height: 24px; }

.pair { padding: 12px; border-bottom: 1px solid var(--line); background: var(--raised); display: flex; flex-direction: column; gap: 6px; }
.pair label { font-weight: 600; }
.pair-line { display: flex; gap: 8px; }
.code {
  flex: 1; min-width: 0; height: 32px; padding: 0 8px; border: 1px solid var(--line-control); border-radius: 6px; background: var(--ground);
  text-transform: uppercase; letter-spacing: 1px;
}
.code::placeholder { color: var(--quiet); opacity: .7; }
.primary { height: 32px; padding: 0 16px; background: var(--accent); color: var(--on-accent); }
.primary:focus-visible { outline-offset: 2px; }

.popup {
  position: fixed; z-index: 2147483647; width: 360px; max-width: calc(100vw - 16px); max-height: 70vh; display: flex; flex-direction: column;
  background: var(--ground); border: 1px solid var(--line); border-radius: 6px; box-shadow: var(--shadow);
}
.popup-handle {
  display: flex; gap: 8px; align-items: center; padding: 8px 12px; border-bottom: 1px solid var(--line); background: var(--raised);
  cursor: move; touch-action: none; user-select: none; border-radius: 6px 6px 0 0;
}
.popup-title { flex: 1; font-weight: 600; }
.popup-handle .text-button { margin: -4px -8px -4px 0; }
.popup-body { padding: 12px; overflow: auto; }
.preview { width: 320px; pointer-events: none; }
.compare { display: flex; gap: 8px; align-items: center; padding: 8px 12px; border-top: 1px solid var(--line); }
.compare .text-button { white-space: nowrap; margin: 0; }
@media (prefers-contrast: more) { :host { --line: currentcolor; --quiet: var(--text); } }
`;
