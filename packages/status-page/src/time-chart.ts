import { grouped } from './amounts.ts'
import { countsText, fillOf, legend, share } from './chart-parts.ts'
import { FAMILIES, FAMILY_NAMES, sumOf } from './families.ts'
import { attributes, type Html, html } from './markup.ts'
import type { OverTime } from './over-time.ts'
import type { View } from './view.ts'

/** Of 100: few bars would be walls. */
const WIDEST = 5

type Bar = OverTime['slices'][number]

/** Sessions by when they began, drawn on the server; the table under it has the same numbers. */
export function timeChart(view: View, overTime: OverTime): Html {
  const { slices, unit, step, counted, countedFrom } = overTime
  const top = ceiling(Math.max(...slices.map(({ counts }) => sumOf(counts)), 0))
  const number = `${grouped(String(counted))} ${counted === 1 ? 'session' : 'sessions'}`
  const title = `${countedFrom === null ? `${number} began` : `the newest ${number}`}, by ${step === 1 ? unit : `${step} days`}`
  return html`<figure class="chart" aria-labelledby="time-chart">
<figcaption id="time-chart"><b>Sessions over time</b> <span class="calm">${title}</span></figcaption>
${
  counted === 0
    ? html`<p class="nothing">No session began ${unit === 'hour' ? 'in these hours' : 'on these days'}.</p>`
    : html`<div class="plot"><div class="scale" aria-hidden="true"><span>${grouped(String(top))}</span><span>${top % 2 === 0 ? grouped(String(top / 2)) : ''}</span><span>0</span></div>
<svg class="drawn" role="img" aria-label="Bars with the numbers of the table below" width="100%" height="100%">
<line class="grid" x1="0" x2="100%" y1="0.5" y2="0.5"></line><line class="grid" x1="0" x2="100%" y1="50%" y2="50%"></line>
${uncounted(overTime)}${slices.map((slice, index) => bar(view, overTime, slice, index, top))}
<line class="base" x1="0" x2="100%" y1="100%" y2="100%"></line></svg></div>
<div class="ends" aria-hidden="true">${ends(view, overTime).map((text) => html`<span>${text}</span>`)}</div>`
}
${legend()}
${countedFrom === null ? null : html`<p class="calm">Only the newest ${grouped(String(counted))} are counted, since ${view.zone.short(countedFrom, view.now)}; there are more before, where it is grey.</p>`}
${twin(view, overTime)}</figure>`
}

/** How much of a piece was counted. */
function reachOf({ countedFrom }: OverTime, { from, to }: Bar): 'all' | 'part' | 'none' {
  if (countedFrom === null || countedFrom <= from) return 'all'
  return to <= countedFrom ? 'none' : 'part'
}

/** Where nothing, or not everything, was counted, the ground is grey: no bar there would say that there was nothing. */
function uncounted(overTime: OverTime): Html {
  const { slices } = overTime
  const pieces = slices.filter((slice) => reachOf(overTime, slice) !== 'all').length
  if (pieces === 0) return html``
  return html`<rect${attributes({ class: 'uncounted', x: '0', y: '0', width: share(pieces, slices.length), height: '100%' })}><title>Not counted, or only in part</title></rect>`
}

function bar(view: View, overTime: OverTime, slice: Bar, index: number, top: number): Html {
  const { slices } = overTime
  const wide = 100 / slices.length
  const gap = Math.max((wide - WIDEST) / 2, wide * 0.12)
  const total = sumOf(slice.counts)
  if (total === 0) return html``
  let below = 0
  const pieces = FAMILY_NAMES.filter((name) => slice.counts[name] > 0).map((name) => {
    below += slice.counts[name]
    return html`<rect${attributes({ class: `f-${name}`, x: `${(index * wide + gap).toFixed(2)}%`, y: share(top - below, top), width: `${(wide - 2 * gap).toFixed(2)}%`, height: share(slice.counts[name], top), fill: fillOf(name) })}></rect>`
  })
  return html`<g><title>${sliceName(view, overTime, slice)}: ${reachOf(overTime, slice) === 'all' ? null : 'at least '}${countsText(slice.counts)}</title>${pieces}</g>`
}

/** Time of the first, a middle and the last piece. */
function ends({ zone, now }: View, { slices, unit }: OverTime): readonly string[] {
  const text = (utc: string | undefined): string =>
    utc === undefined
      ? ''
      : unit === 'day'
        ? zone.short(utc, new Date(0)).split(' ').slice(0, 2).join(' ')
        : zone.short(utc, now)
  return [slices[0], slices[Math.floor(slices.length / 2)], slices.at(-1)].map((slice) => text(slice?.from))
}

function sliceName({ zone, now }: View, { unit, step }: OverTime, { from, to }: Bar): string {
  if (unit === 'hour') return `${zone.short(from, now)} – ${zone.text(to).slice(11, 16)}`
  const last = new Date(Date.parse(to) - 1).toISOString()
  const day = (utc: string): string => zone.text(utc).slice(0, 10)
  return step === 1 ? day(from) : `${day(from)} – ${day(last)}`
}

function twin(view: View, overTime: OverTime): Html {
  const { slices, unit } = overTime
  return html`<details class="twin"><summary>As a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Sessions over time, as a table"><table>
<thead><tr><th scope="col">${unit === 'hour' ? 'Hour' : 'Day'}, ${view.zone.name}</th>${FAMILY_NAMES.map((name) => html`<th scope="col" class="end">${FAMILIES[name].word}</th>`)}<th scope="col" class="end">All</th></tr></thead>
<tbody>${[...slices]
    .reverse()
    .map(
      (slice) =>
        html`<tr><th scope="row">${sliceName(view, overTime, slice)}${reachOf(overTime, slice) === 'part' ? ', in part' : null}</th>${
          reachOf(overTime, slice) === 'none'
            ? html`<td class="end none" colspan="6">not counted</td>`
            : html`${FAMILY_NAMES.map((name) => html`<td class="end">${grouped(String(slice.counts[name]))}</td>`)}<td class="end">${grouped(String(sumOf(slice.counts)))}</td>`
        }</tr>`,
    )}</tbody></table></div></details>`
}

/** The next of 1, 2, 4, 6, 8, 10, 20, 40 …: a scale people can read. */
export function ceiling(most: number): number {
  for (let unit = 1; ; unit *= 10)
    for (const digit of unit === 1 ? [1, 2, 4, 6, 8] : [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8])
      if (digit * unit >= most) return Math.ceil(digit * unit)
}
