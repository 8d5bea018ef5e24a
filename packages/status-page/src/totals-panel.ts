import { addMoney } from '@onetill/core'
import type { Total } from '@onetill/store'
import { amountCell, grouped } from './amounts.ts'
import { attributes, type Html, html } from './markup.ts'
import { statusMark } from './parts.ts'
import { address, type BoardQuery } from './query.ts'
import type { View } from './view.ts'
import { SUMMARIES } from './words.ts'

type Row = Pick<Total, 'provider' | 'summary' | 'currency' | 'sessions' | 'amount'>

/** Those of the vendor, account and environment that are asked for. */
export const totalsOf = ({ values }: BoardQuery, totals: readonly Total[]): readonly Total[] =>
  totals.filter(
    ({ provider, account, environment }) =>
      (values.provider ?? provider) === provider &&
      (values.account ?? account) === account &&
      (values.env ?? environment) === environment,
  )

/** How many sessions there are of each status, each number a way to them. Of the vendor that is asked for, if one is. */
export function totalsStrip(query: BoardQuery, totals: readonly Total[]): Html {
  const { values } = query
  const counted = totalsOf(query, totals)
  const counts = Object.keys(SUMMARIES).flatMap((word) => {
    const sessions = counted.reduce((sum, { summary, sessions: each }) => (summary === word ? sum + each : sum), 0)
    const [look] = Object.entries(SUMMARIES).filter(([name]) => name === word)
    return sessions === 0 || look === undefined ? [] : [{ word, look: look[1], sessions }]
  })
  if (counts.length === 0) return html``
  return html`<ul class="strip" aria-label="Sessions by status">${counts.map(
    ({ word, look, sessions }) =>
      html`<li><a${attributes({
        href: address('/', { ...values, view: undefined, status: values.status === word ? undefined : word }),
        class: `tone-${look.tone}`,
        'aria-current': values.status === word ? 'true' : null,
      })}><span class="number">${grouped(String(sessions))}</span><span class="word">${look.word}</span></a></li>`,
  )}</ul>`
}

/** Counts and sums by vendor, status and currency. */
export function totalsPanel({ nameOf, values }: View, totals: readonly Total[]): Html {
  if (totals.length === 0) return html``
  const rows = merged(totals)
  return html`<details class="panel totals"><summary>Totals by vendor, status and currency</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Totals"><table>
<thead><tr><th scope="col">Vendor</th><th scope="col">Status</th><th scope="col" class="end">Sessions</th><th scope="col" class="end">Asked</th></tr></thead>
<tbody>${rows.map(
    ({ provider, summary, currency, sessions, amount }) => html`<tr>
<th scope="row">${nameOf(provider)}</th><td>${statusMark(summary)}</td>
<td class="end"><a${attributes({ href: address('/', { tz: values.tz, provider, status: summary, currency: currency ?? undefined }) })}>${grouped(String(sessions))}</a></td>
<td class="end">${amount === null || currency === null ? html`<span class="none">no amount known</span>` : amountCell({ value: amount, currency })}</td></tr>`,
  )}</tbody></table></div></details>`
}

/** Accounts and environments of a vendor are one row. */
function merged(totals: readonly Total[]): readonly Row[] {
  const order = Object.keys(SUMMARIES)
  const rows = new Map<string, Row>()
  for (const { provider, summary, currency, sessions, amount } of totals) {
    const key = JSON.stringify([provider, summary, currency])
    const row = rows.get(key)
    const sum =
      row?.amount == null || amount === null || currency === null
        ? amount
        : addMoney({ value: row.amount, currency }, { value: amount, currency }).value
    rows.set(key, { provider, summary, currency, sessions: (row?.sessions ?? 0) + sessions, amount: sum })
  }
  const place = ({ provider, summary, currency }: Row) =>
    `${provider} ${String(order.indexOf(summary)).padStart(2, '0')} ${currency ?? ''}`
  return [...rows.values()].sort((a, b) => (place(a) < place(b) ? -1 : 1))
}
