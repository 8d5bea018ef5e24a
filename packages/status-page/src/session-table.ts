import { type CheckoutSession, summarize } from '@onetill/core'
import type { StoredSession } from '@onetill/store'
import { amountCell } from './amounts.ts'
import { icon } from './icons.ts'
import { tokenField } from './layout.ts'
import { attributes, type Html, html } from './markup.ts'
import { age, clipped, expiry, processorText, REFUND_WORDS, sessionPath, statusMark, tag } from './parts.ts'
import { sessionFor } from './personal.ts'
import { address } from './query.ts'
import { hashOf } from './secrets.ts'
import type { View } from './view.ts'
import { DETAILS } from './words.ts'

/** Whether a row has a button for its payer's page. */
export type PayerPages = 'linked' | 'none'

/** Name of the form that all buttons of rows belong to: one token for all of them. */
const FORM = 'payer-page'

/** One row for each session. Roles are written out: narrow screens lay the table out as cards, which would take them. */
export function sessionTable(view: View, sessions: readonly StoredSession[], payerPages: PayerPages): Html {
  return html`${payerPages === 'none' ? null : html`<form method="post"${attributes({ id: FORM })} hidden>${tokenField(view)}</form>`}<table class="sessions" role="table" data-sessions>
<caption class="unseen">Sessions, newest first</caption>
<thead role="rowgroup"><tr role="row">
<th role="columnheader" scope="col">Status</th><th role="columnheader" scope="col">Session</th><th role="columnheader" scope="col">Vendor</th>
<th role="columnheader" scope="col" class="end">Amount</th><th role="columnheader" scope="col">Paid with</th><th role="columnheader" scope="col">Refund</th><th role="columnheader" scope="col" class="end">Age</th>${payerPages === 'none' ? null : html`<th role="columnheader" scope="col" class="c-payer"><span class="unseen">Payer’s page</span></th>`}
</tr></thead>
<tbody role="rowgroup">${sessions.map((stored) => row(view, stored, payerPages))}</tbody></table>`
}

function row({ now, zone, nameOf, values, principal }: View, stored: StoredSession, payerPages: PayerPages): Html {
  const session = sessionFor(principal.role, stored.session)
  const { key, firstSeenAt, unread, attention } = stored
  const { id, reference, provider, account, environment, providerStatus, detail, amount, assumed, refundStatus } =
    session
  const listed = session.createdAt ?? firstSeenAt
  const paidWith = processorText(session.processor)
  const refund = REFUND_WORDS[refundStatus]
  return html`<tr role="row"${attributes({ 'data-key': key, 'data-version': hashOf(JSON.stringify(stored)).slice(0, 16) })}>
<td role="cell" class="c-status">${statusMark(summarize(session))}<span class="sub">${detail === null ? null : html`<span>${DETAILS[detail]}</span>`}${providerStatus === null ? null : html`<span class="native" title="The vendor's own word">${clipped(providerStatus, 32)}</span>`}${attention.length > 0 ? tag(unread === null ? 'look' : `unread: ${clipped(unread.word ?? '–', 32)}`, 'warn') : null}</span></td>
<td role="cell" class="c-session"><a class="row-link"${attributes({ href: address(sessionPath(session), { tz: values.tz }) })}>${clipped(reference ?? id)}</a>${reference === null ? null : html`<span class="sub mono">${clipped(id)}</span>`}</td>
<td role="cell" class="c-vendor"><span>${nameOf(provider)}</span><span class="sub">${account === 'default' ? null : html`<span>${clipped(account)}</span>`}${environment === 'live' ? null : html`<span>${environment === 'test' ? 'test' : 'live or test not said'}</span>`}</span></td>
<td role="cell" class="c-amount end">${amount === null ? html`<span class="none">not reported</span>` : amountCell(amount)}${assumed.includes('amount') ? html`<span class="sub">as ordered</span>` : null}</td>
<td role="cell" class="c-paid">${paidWith === null ? html`<span class="none" aria-label="not reported">–</span>` : html`<span>${clipped(paidWith)}</span>`}</td>
<td role="cell" class="c-refund">${refund === null ? html`<span class="none"${attributes({ 'aria-label': refundStatus === 'none' ? 'none' : 'not reported' })}>–</span>` : html`<span>${refund}</span>`}</td>
<td role="cell" class="c-age end">${listed === null ? html`<span class="none">not seen yet</span>` : age(listed, now, zone)}<span class="sub">${expiry(session, now, zone)}</span></td>${payerPages === 'none' ? null : opener(session)}
</tr>`
}

/** Makes a link to the payer's page and opens it. */
const opener = (session: CheckoutSession): Html =>
  html`
<td role="cell" class="c-payer"><button class="plain"${attributes({ form: FORM, formaction: `${sessionPath(session)}/links`, title: 'Makes a link to the payer’s page and opens it' })}>${icon('slip')}<span class="label">Payer’s page<span class="unseen"> of ${clipped(session.reference ?? session.id)}</span></span></button></td>`
