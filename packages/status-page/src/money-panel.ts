import { type CheckoutSession, compareMoney, type Money, subtractMoney } from '@onetill/core'
import { amountCell } from './amounts.ts'
import { type Html, html } from './markup.ts'

/** What we know of a session's money, line by line; what is not reported is said, never shown as zero. */
export function moneyPanel(session: CheckoutSession): Html {
  const { amount, amounts, assumed, expected, reversal, refundStatus } = session
  const ours = stillOurs(session)
  const unreported = OTHERS.filter((name) => amounts[name] === null)
  return html`<section class="panel" aria-labelledby="money"><h2 id="money">Money</h2><table class="money"><tbody>
${line('Asked', amount, assumed.includes('amount') ? 'as ordered; the vendor does not say it' : null)}
${expected?.amount == null || assumed.includes('amount') ? null : line('Ordered', expected.amount, 'as the caller said')}
${line('Priced', amounts.priced, amounts.priced === null ? null : 'the same ask in the vendor’s currency')}
${known('Authorized', amounts.authorized)}
${line('Received', amounts.received)}
${known('Captured', amounts.captured)}
${refundStatus === 'none' ? said('Refunded', 'none') : line('Refunded', amounts.refunded)}
${reversal === null ? null : line('Taken back', reversal.amount, REVERSALS[reversal.state])}
${known('Fee', amounts.fee)}
${known('Settled', amounts.settled)}
${ours === null ? null : html`<tr class="sum"><th scope="row">Still ours</th><td class="end">${ours === 'unknown' ? html`<span class="none">not known</span>` : amountCell(ours)}</td><td>${ours === 'unknown' ? 'a part of it is not reported' : null}</td></tr>`}
</tbody></table>
${unreported.length === 0 ? null : html`<p class="calm">Not reported by this provider: ${unreported.join(', ')}.</p>`}</section>`
}

/** Of these nobody misses a line that only says that there is nothing. */
const OTHERS = ['authorized', 'captured', 'fee', 'settled'] as const

const known = (name: string, amount: Money | null): Html | null => (amount === null ? null : line(name, amount))

const REVERSALS = {
  open: 'disputed, not decided',
  lost: 'lost',
  won: 'came back',
  unknown: 'the vendor does not say how it ended',
} as const

const line = (name: string, amount: Money | null, note: string | null = null): Html =>
  amount === null
    ? said(name, 'not reported by this provider')
    : html`<tr><th scope="row">${name}</th><td class="end">${amountCell(amount)}</td><td>${note}</td></tr>`

const said = (name: string, text: string): Html =>
  html`<tr><th scope="row">${name}</th><td class="end none">${text}</td><td></td></tr>`

/** What was taken and did not go back. Null: nothing was taken that we know of; unknown as soon as one part is. */
export function stillOurs(session: CheckoutSession): Money | 'unknown' | null {
  const { status, amount, amounts, assumed, refundStatus, reversal } = session
  if (status !== 'paid') return null
  const taken = amounts.captured ?? amounts.received ?? (assumed.includes('amount') ? null : amount)
  if (taken === null || refundStatus === 'unknown') return 'unknown'
  const back: (Money | null)[] = []
  if (refundStatus === 'partial' || refundStatus === 'full') back.push(amounts.refunded)
  if (reversal !== null && reversal.state !== 'won') back.push(reversal.amount)
  let left = taken
  for (const part of back) {
    if (part === null || part.currency !== left.currency || compareMoney(part, left) > 0) return 'unknown'
    left = subtractMoney(left, part)
  }
  return left
}
