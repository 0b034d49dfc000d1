/** Style of the demo page: the system's fonts, dark and light as the system has it. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #16181d);
  --sheet: light-dark(#ffffff, #1e2128);
  --ink: light-dark(#1d2430, #e4e7ec);
  --faint: light-dark(#5c6675, #98a2b3);
  --line: light-dark(#dfe3e8, #313641);
  --accent: light-dark(#0a63c9, #4c9df3);
  --out: light-dark(#0a63c9, #6cb2ff);
  --in: light-dark(#0b7a5c, #4fd1a5);
  font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); }
main { max-width: 44rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { margin: 0; font-size: 1.6rem; letter-spacing: -0.01em; }
.lead { margin: 0.25rem 0 1.5rem; color: var(--faint); }
.sheet { border: 1px solid var(--line); border-radius: 10px; background: var(--sheet); overflow: hidden; }
.bar { display: flex; align-items: center; gap: 0.6rem; padding: 0.75rem 1rem; border-bottom: 1px solid var(--line); }
.dot { width: 0.6rem; height: 0.6rem; border-radius: 50%; background: var(--faint); }
.dot[data-state="open"] { background: var(--in); }
code, #log { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: 0.87rem; }
#state { margin-left: auto; color: var(--faint); }
#log { height: 17rem; padding: 0.75rem 1rem; overflow-y: auto; }
#log div { display: flex; gap: 0.75rem; padding: 0.1rem 0; overflow-wrap: anywhere; }
#log time { color: var(--faint); font-variant-numeric: tabular-nums; }
#log .out { color: var(--out); }
#log .in { color: var(--in); }
#log .note { color: var(--faint); }
form { display: flex; gap: 0.6rem; padding: 0.75rem 1rem; border-top: 1px solid var(--line); }
input { flex: 1; min-width: 0; padding: 0.45rem 0.7rem; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: inherit; font: inherit; }
button { padding: 0.45rem 1.1rem; border: 0; border-radius: 6px; background: var(--accent); color: light-dark(#fff, #0d1117); font: inherit; font-weight: 600; cursor: pointer; }
button:disabled { opacity: 0.5; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
nav { display: flex; flex-wrap: wrap; gap: 0.4rem 1rem; margin-top: 1.5rem; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
`;
