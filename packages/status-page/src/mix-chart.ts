import type { Total } from '@onetill/store'
import { grouped } from './amounts.ts'
import { countsText, fillOf, share } from './chart-parts.ts'
import { type Counts, FAMILIES, FAMILY_NAMES, FAMILY_OF, NO_COUNTS, plus, sumOf } from './families.ts'
import { percent } from './health-words.ts'
import { attributes, type Html, html } from './markup.ts'
import { address } from './query.ts'
import type { View } from './view.ts'

/** What has become of the sessions of each vendor, as shares of all of it; the table under it has the numbers. */
export function mixChart(view: View, totals: readonly Total[]): Html {
  const { nameOf, values } = view
  const vendors = mixOf(totals)
  return html`<figure class="chart mix" aria-labelledby="mix-chart">
<figcaption id="mix-chart"><b>Status by vendor</b> <span class="calm">all that is stored, as shares</span></figcaption>
<dl class="rows">${vendors.map(
    ({ provider, counts }) =>
      html`<div><dt><a${attributes({ href: address('/', { tz: values.tz, provider }) })}>${nameOf(provider)}</a> <span class="calm">${grouped(String(sumOf(counts)))}</span></dt><dd>${mixBar(counts)}</dd></div>`,
  )}</dl>
<details class="twin"><summary>As a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Status by vendor, as a table"><table>
<thead><tr><th scope="col">Vendor</th>${FAMILY_NAMES.map((name) => html`<th scope="col" class="end">${FAMILIES[name].word}</th>`)}<th scope="col" class="end">All</th></tr></thead>
<tbody>${vendors.map(({ provider, counts }) => {
    const all = sumOf(counts)
    return html`<tr><th scope="row">${nameOf(provider)}</th>${FAMILY_NAMES.map(
      (name) =>
        html`<td class="end">${grouped(String(counts[name]))}${counts[name] === 0 ? null : html` <span class="calm">${percent(counts[name] / all)}</span>`}</td>`,
    )}<td class="end">${grouped(String(all))}</td></tr>`
  })}</tbody></table></div></details></figure>`
}

function mixBar(counts: Counts): Html {
  const all = sumOf(counts)
  let before = 0
  return html`<svg class="drawn" role="img" width="100%" height="18"${attributes({ 'aria-label': countsText(counts) })}>${FAMILY_NAMES.filter(
    (name) => counts[name] > 0,
  ).map((name) => {
    const x = share(before, all)
    before += counts[name]
    return html`<g><title>${FAMILIES[name].word}: ${counts[name]}, ${percent(counts[name] / all)}</title><rect${attributes({ class: `f-${name}`, x, y: 0, width: share(counts[name], all), height: 18, fill: fillOf(name) })}></rect></g>`
  })}</svg>`
}

interface Mix {
  readonly provider: string
  readonly counts: Counts
}

/** The vendor with the most first. */
function mixOf(totals: readonly Total[]): readonly Mix[] {
  const found = new Map<string, Counts>()
  for (const { provider, summary, sessions } of totals)
    if (sessions > 0) found.set(provider, plus(found.get(provider) ?? NO_COUNTS, FAMILY_OF[summary], sessions))
  return [...found]
    .map(([provider, counts]) => ({ provider, counts }))
    .sort((a, b) => sumOf(b.counts) - sumOf(a.counts) || (a.provider < b.provider ? -1 : 1))
}
