import { type CheckoutSession, NOTES, summarize } from '@onetill/core'
import type { History, StoredFinding } from '@onetill/store'
import { amountCell, amountText } from './amounts.ts'
import { decidePanel } from './decide-panel.ts'
import { fact } from './fact.ts'
import { findingsPanel } from './findings-panel.ts'
import { notice, page, tokenField } from './layout.ts'
import { linkPanel } from './link-panel.ts'
import { attributes, type Child, type Html, html } from './markup.ts'
import { moneyPanel } from './money-panel.ts'
import type { PayerLink, StatusPageOptions } from './options.ts'
import { age, clipped, expiry, moment, sessionPath, statusMark, tag } from './parts.ts'
import { sessionFor } from './personal.ts'
import { processorPanel } from './processor-panel.ts'
import { address } from './query.ts'
import { redactedSession } from './redact.ts'
import { timeline } from './timeline.ts'
import type { View } from './view.ts'
import { ATTENTION_TEXTS, DETAILS } from './words.ts'

/** What the page of one session shows. */
export interface SessionDetail {
  readonly history: History
  /** Null: there are no payers' pages, or who asks may not see links. */
  readonly links: readonly PayerLink[] | null
  /** Null: nobody looks for them here. */
  readonly findings: readonly StoredFinding[] | null
  readonly explain: StatusPageOptions['explain']
  readonly keeps: StatusPageOptions['keeps']
  readonly canReadAgain: boolean
  readonly canDecide: boolean
  /** What the last button did. */
  readonly said: { readonly tone: 'good' | 'bad'; readonly text: string } | null
}

/** Everything that is known of one session. */
export function sessionPage(view: View, detail: SessionDetail): Html {
  const { history, links, findings, explain, keeps, canReadAgain, canDecide, said } = detail
  const { stored } = history
  const { now, zone, nameOf, principal, values } = view
  const session = sessionFor(principal.role, stored.session)
  const name = clipped(session.reference ?? session.id, 120)
  const path = sessionPath(session)
  return page(view, {
    title: name,
    nav: 'sessions',
    live: 'yes',
    body: html`
<p class="crumbs"><a data-back${attributes({ href: address('/', { tz: values.tz }) })}>Sessions</a> <span aria-hidden="true">/</span> ${nameOf(session.provider)}</p>
<div data-part="session" data-session${attributes({ 'data-key': stored.key })}>
<div class="heading"><div class="naming"><h1>${name}</h1><p>${statusMark(summarize(session))} ${session.detail === null ? null : html`<span class="calm">${DETAILS[session.detail]}</span>`} ${session.providerStatus === null ? null : html`<code title="The vendor's own word">${clipped(session.providerStatus)}</code>`} ${session.environment === 'test' ? tag('test') : null} ${expiry(session, now, zone)}</p></div>
<div class="hero">${session.amount === null ? html`<span class="none">amount not reported</span>` : amountCell(session.amount)}${session.assumed.includes('amount') ? html`<span class="sub">as ordered</span>` : null}</div></div>
${said === null ? null : notice(said.tone, said.tone === 'bad' ? 'That did not work' : 'Done', html`<p>${said.text}</p>`)}
${warnings(view, history)}
</div>
<div data-part="decide">${decidePanel(view, path, history, canDecide && principal.role === 'operator')}</div>
<div data-part="detail">
<div class="columns"><div>
${moneyPanel(session)}
${refunds(session)}
${timeline(view, history, { explain, keeps })}
</div><div>
<section class="panel" aria-labelledby="facts"><h2 id="facts">Facts</h2><dl class="facts">
${fact('Vendor', nameOf(session.provider))}
${fact('Account', session.account)}
${fact('Environment', session.environment === 'unknown' ? null : session.environment)}
${fact('Id', html`<code>${session.id}</code>`)}
${fact('Reference', session.reference === null ? null : html`<code>${session.reference}</code>${session.assumed.includes('reference') ? ' as ordered' : ''}`)}
${fact('Purpose', session.purpose === null ? null : session.purpose.replace('_', ' '))}
${fact('Created', session.createdAt && moment(session.createdAt, zone))}
${fact('Changed', session.updatedAt && moment(session.updatedAt, zone))}
${fact('Lapses', session.expiresAt && moment(session.expiresAt, zone))}
${fact('Paid', session.paidAt === null ? stored.paidSeenAt && html`${moment(stored.paidSeenAt, zone)} first seen paid` : moment(session.paidAt, zone))}
${fact('Ended', session.completedAt && moment(session.completedAt, zone))}
${fact('Last confirmed', stored.lastConfirmedAt && html`${age(stored.lastConfirmedAt, now, zone)}, by ${session.observed.via}`, 'never yet')}
</dl>
${canReadAgain && principal.role === 'operator' ? html`<form method="post"${attributes({ action: address(`${path}/read`, { tz: values.tz }) })}>${tokenField(view)}<button>Read again now</button></form>` : null}
</section>
${processorPanel(session.processor)}
${payer(view, session)}
${findings === null ? null : findingsPanel(view, findings)}
${links === null ? null : linkPanel(view, path, links)}
${raw(session)}
</div></div></div>`,
  })
}

function warnings({ zone }: View, { stored }: History): Html {
  const { attention, unread, goneAt, session, late } = stored
  const texts: Child[] = attention.map((code) => {
    if (code === 'unread' && unread !== null)
      return html`The vendor says <code>${unread.word ?? 'nothing'}</code> since ${moment(unread.since, zone)}, a word we do not know; the status is the one before it.`
    return code === 'gone' && goneAt !== null
      ? html`The provider has not known this session since ${moment(goneAt, zone)}.`
      : ATTENTION_TEXTS[code]
  })
  if (late) texts.push('Money, or news of it, came after the session was over.')
  for (const each of session.mismatch)
    texts.push(
      each.field === 'amount'
        ? html`Ordered ${amountText(each.expected)}, but the provider says ${amountText(each.actual)}.`
        : html`Ordered as <code>${each.expected}</code>, but the provider says <code>${each.actual}</code>.`,
    )
  if (session.failure !== null)
    texts.push(
      html`Failed: ${session.failure.code.replaceAll('_', ' ')}${session.failure.providerCode === null ? null : html`, vendor’s code <code>${session.failure.providerCode}</code>`}${session.failure.message === null ? null : html`: ${session.failure.message}`}`,
    )
  for (const { code, path } of session.notes) texts.push(html`${NOTES[code]} <code>${path}</code>`)
  return texts.length === 0
    ? html``
    : notice('warn', 'Worth a look', html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`)
}

function refunds({ refunds, refundStatus, refundEvidence }: CheckoutSession): Html {
  const said =
    refunds === null || refunds.length === 0
      ? refundStatus === 'unknown'
        ? 'Refunds are not reported by this provider.'
        : refundStatus === 'none'
          ? 'No refunds.'
          : `The provider says “${refundStatus}”, without a list.`
      : null
  return html`<section class="panel" aria-labelledby="refunds"><h2 id="refunds">Refunds</h2>
${said === null ? null : html`<p class="none">${said}</p>`}
${
  refunds === null || refunds.length === 0
    ? null
    : html`<div class="scroll" tabindex="0" role="region" aria-label="List of refunds"><table><thead><tr><th scope="col">State</th><th scope="col" class="end">Amount</th><th scope="col">Id</th><th scope="col">Vendor’s word</th><th scope="col">Reason</th></tr></thead><tbody>${refunds.map(
        (refund) =>
          html`<tr><td>${tag(refund.status, refund.status === 'failed' ? 'bad' : refund.status === 'succeeded' ? 'good' : 'warn')}</td><td class="end">${amountCell(refund.amount)}</td><td><code>${refund.id}</code></td><td><code>${refund.providerStatus}</code></td><td>${refund.failureReason ?? refund.reason ?? html`<span class="none">–</span>`}</td></tr>`,
      )}</tbody></table></div>`
}
${refundEvidence === null ? null : html`<p class="calm">By the provider’s ${refundEvidence === 'flag' ? 'status word' : refundEvidence}.</p>`}</section>`
}

const payer = ({ principal }: View, { customer, description }: CheckoutSession): Html =>
  html`<section class="panel" aria-labelledby="payer"><h2 id="payer">Payer</h2>${
    principal.role === 'viewer'
      ? html`<p class="none">Shown to operators only.</p>`
      : html`<dl class="facts">${fact('Name', customer?.name)}${fact('E-mail', customer?.email)}${fact('Phone', customer?.phone)}${fact('Description', description)}</dl>`
  }</section>`

const raw = (session: CheckoutSession): Html =>
  html`<details class="panel"><summary>The session as it is stored, redacted</summary><pre tabindex="0">${JSON.stringify(redactedSession(session), null, 2)}</pre></details>`
