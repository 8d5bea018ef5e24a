import type { Total } from '@onetill/store'
import { attributes, type Html, html } from './markup.ts'
import { mixChart } from './mix-chart.ts'
import type { Counted } from './over-time.ts'
import { address, type BoardQuery } from './query.ts'
import { timeChart } from './time-chart.ts'
import type { View } from './view.ts'

/** The charts of the board, of what is filtered. */
export function charts(view: View, query: BoardQuery, counted: Counted, totals: readonly Total[]): Html {
  const { values } = query
  const now = view.now.toISOString()
  const day = (days: number): string =>
    view.zone.text(new Date(Date.parse(now) - days * 86_400_000).toISOString()).slice(0, 10)
  const spans = [
    ['24 hours', undefined],
    ['7 days', day(6)],
    ['30 days', day(29)],
  ] as const
  return html`<nav class="spans" aria-label="Time of the chart">${spans.map(
    ([word, from]) =>
      html`<a${attributes({ href: address('/', { ...values, from, to: undefined }), 'aria-current': values.from === from && values.to === undefined ? 'true' : null })}>${word}</a>`,
  )}</nav>
<div class="pair">${typeof counted === 'string' ? UNCOUNTED[counted] : timeChart(view, counted)}${mixChart(view, totals)}</div>`
}

const uncounted = (text: string, again: Html | null = null): Html =>
  html`<figure class="chart"${again}><figcaption><b>Sessions over time</b></figcaption><p class="nothing">${text}</p></figure>`

const UNCOUNTED = {
  // Nothing changes when it is counted: a page that updates itself asks for itself again.
  counting: uncounted('Being counted. It is here when the page is loaded again.', html` data-again`),
  failed: uncounted('Could not be counted this time. The list below is complete.'),
} as const
