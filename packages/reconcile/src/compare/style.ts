// The colours and forms of the status page, in one file without anything to load.

/** Style of the page. Every pair of text and ground is at least 4.5 to 1, in light and in dark. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f5f6f4;--surface:#fff;--raised:#fafbf9;--line:#dfe2dc;--line-strong:#828a80;--text:#1a1f1b;--muted:#566057;--accent:#0b6b52;--focus:#0b6bcb;--good:#116b3c;--soft:#4f8a6a;--busy:#1c57a8;--warn:#7d4d00;--warn-ground:#fdf0d3;--bad:#a8261f;--quiet:#6b746c;--gone:#565b6b;--quiet-ground:#ebeee9;--hatch:#aab2a9}
@media (prefers-color-scheme:dark){:root{--ground:#111412;--surface:#191d1a;--raised:#1e2320;--line:#2d342f;--line-strong:#78827a;--text:#e8ece8;--muted:#a1aba3;--accent:#5fd0a8;--focus:#7ab8ff;--good:#7fd8a2;--soft:#5aa07a;--busy:#94bdf7;--warn:#f0c267;--warn-ground:#352709;--bad:#f79c93;--quiet:#8f9991;--gone:#a5aec2;--quiet-ground:#272d29;--hatch:#59625b}}
@media (prefers-contrast:more){:root{--line:currentcolor;--muted:var(--text)}}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:400 .875rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,p,ul,ol,dl,dd,table{margin:0;padding:0}
h1{font-size:1.375rem;line-height:1.25;letter-spacing:-.012em;font-weight:650}
h2{font-size:.9375rem;line-height:1.35;font-weight:650}
ul,ol{list-style:none}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:4px}
.top{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem 1.25rem;padding:.6rem clamp(1rem,3vw,2rem);background:var(--surface);border-block-end:1px solid var(--line);color:var(--muted);font-size:.8125rem}
.brand{display:inline-flex;align-items:center;gap:.5rem;color:var(--text);font-weight:700;font-size:1rem;letter-spacing:-.01em}
.mark{width:1.375rem;height:1.375rem;color:var(--accent)}
main{max-width:76rem;margin-inline:auto;padding:1.5rem clamp(1rem,3vw,2rem) 2rem}
.heading p{color:var(--muted);margin-block-start:.25rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:1rem;margin-block-start:1rem}
.tile{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:.9rem 1.125rem}
.tile .big{font-size:1.75rem;line-height:1.2;font-weight:650;letter-spacing:-.02em;margin-block:.35rem .05rem}
.tile .few{color:var(--muted)}
.tile p{color:var(--muted);font-size:.8125rem}
.tile p.big{color:var(--text)}
.grid2{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:0 1rem}
.panel{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:1rem 1.125rem;margin-block-start:1rem;min-width:0}
.calm,.none{color:var(--muted)}
.calm{font-size:.8125rem;margin-block-start:.15rem}
.panel>table+.calm,.panel>details+.calm,.panel>.scroll+.calm{margin-block-start:.6rem}
.rows{margin-block-start:.8rem}
.rows li+li{margin-block-start:.7rem}
.row-head{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;margin-block-end:.25rem}
.row-head b{font-weight:600}
.row-head span{color:var(--muted);font-size:.8125rem}
.chart{display:block;overflow:visible}
.rows .chart{padding-inline:0}
.part{fill:var(--tone);stroke:var(--surface);stroke-width:1}
.in{fill:var(--surface);font-size:12px;font-weight:600}
.t-hatch .in{fill:var(--text);paint-order:stroke;stroke:var(--surface);stroke-width:4px;stroke-linejoin:round}
.grid{stroke:var(--line)}
.range{stroke:var(--tone);stroke-width:3;opacity:.55}
.bound{stroke:var(--tone);stroke-width:2}
.dot{fill:var(--tone);stroke:var(--surface);stroke-width:2}
.ring{fill:var(--surface);stroke:var(--tone);stroke-width:2}
.band{fill:var(--tone);opacity:.3}
.axis{margin-block-start:.3rem}
.axis text{fill:var(--muted);font-size:11px}
.paid{fill:var(--good)}
.rest{fill:var(--hatch)}
.tone-busy,.t-busy{--tone:var(--busy)}
.t-good{--tone:var(--good)}
.t-soft{--tone:var(--soft)}
.t-bad{--tone:var(--bad)}
.t-gone{--tone:var(--gone)}
.t-quiet{--tone:var(--quiet)}
.t-warn{--tone:var(--warn)}
.t-hatch .part{fill:url(#hatch);stroke:var(--surface)}
.t-odd .part{fill:url(#hatch-odd)}
.hatch-ground{fill:var(--quiet-ground)}
.hatch-line{fill:var(--hatch)}
.hatch-odd{fill:var(--warn)}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-block-start:.7rem;font-size:.8125rem;color:var(--muted)}
.legend li{display:inline-flex;align-items:center;gap:.4rem}
.sprite{position:absolute;width:0;height:0}
.twin{margin-block-start:.8rem}
summary{cursor:pointer;font-weight:550;width:fit-content;padding-block:.15rem}
.twin summary{color:var(--accent);font-size:.8125rem}
.scroll{overflow-x:auto;margin-block-start:.5rem}
table{border-collapse:collapse;width:100%}
th{text-align:start;font-weight:550}
th,td{padding:.4rem .9rem .4rem 0;border-block-end:1px solid var(--line);vertical-align:baseline;white-space:nowrap}
tr:last-child>*{border-block-end:0}
th:last-child,td:last-child{padding-inline-end:0}
thead th{font-size:.75rem;color:var(--muted);white-space:normal;overflow-wrap:normal;vertical-align:bottom}
.end{text-align:end}
tbody th{white-space:normal;min-width:7rem}
.nb{white-space:nowrap}
.notice{display:flex;gap:.75rem;margin-block-start:1rem;padding:.75rem 1rem;border-radius:8px;background:var(--warn-ground);border:1px solid color-mix(in srgb,var(--warn) 35%,transparent)}
.notice p+p{margin-block-start:.25rem}
dl div{display:grid;grid-template-columns:minmax(7rem,12rem) 1fr;gap:.25rem 1rem;padding-block:.35rem;border-block-end:1px solid var(--line)}
dl div:last-child{border-block-end:0}
dt{font-weight:550}
dd{color:var(--muted)}
.foot{max-width:76rem;margin-inline:auto;padding:0 clamp(1rem,3vw,2rem) 2rem;color:var(--muted);font-size:.8125rem}
@media (max-width:30rem){dl div{grid-template-columns:1fr;gap:0}.row-head b{display:block}.tiles{grid-template-columns:1fr}.panel,.tile{padding-inline:.875rem}}
@media print{body{background:none}.panel,.tile{break-inside:avoid}}
`
