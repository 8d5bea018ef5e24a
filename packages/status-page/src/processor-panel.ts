import type { CardProcessor, CheckoutSession, CryptoProcessor, HostedProcessor, TokenOnChains } from '@onetill/core'
import { fact } from './fact.ts'
import { type Child, type Html, html } from './markup.ts'

/** Who really moves the money, with its ids. */
export const processorPanel = (processor: CheckoutSession['processor']): Html =>
  html`<section class="panel" aria-labelledby="processor"><h2 id="processor">Processor</h2>${
    processor === null
      ? html`<p class="none">Not reported by this provider.</p>`
      : html`<dl class="facts">${facts(processor)}</dl>`
  }</section>`

function facts(processor: NonNullable<CheckoutSession['processor']>): Child {
  switch (processor.kind) {
    case 'card':
      return card(processor)
    case 'crypto':
      return crypto(processor)
    case 'hosted':
      return hosted(processor)
  }
}

const code = (text: string | null | undefined): Html | null => (text == null ? null : html`<code>${text}</code>`)

const card = ({ gateway, card, chargeId, paymentIntentId, authorization }: CardProcessor): Child => [
  fact('Gateway', gateway),
  fact(
    'Card',
    card === null
      ? null
      : [card.brand, card.last4 === null ? null : `•••• ${card.last4}`].filter((part) => part !== null).join(' '),
  ),
  fact('Charge', code(chargeId)),
  fact('Intent', code(paymentIntentId)),
  authorization === null
    ? null
    : [
        fact('Authorization', code(authorization.code)),
        fact('Verdict', code(authorization.responseCode)),
        fact('Address check', code(authorization.avs)),
        fact('Card code check', code(authorization.cvv)),
        fact('3-D Secure', code(authorization.cavv)),
        fact('Network id', code(authorization.networkTransactionId)),
        fact('Capture', authorization.captureState),
      ],
]

const tokens = (list: readonly TokenOnChains[] | null): string | null =>
  list === null
    ? null
    : list.map(({ token, chains }) => (chains.length === 0 ? token : `${token} (${chains.join(', ')})`)).join(', ')

const crypto = ({ accepted, refused, selected }: CryptoProcessor): Child => [
  fact('Accepted', tokens(accepted)),
  fact('Refused', tokens(refused)),
  fact('Chosen', selected === null ? null : `${selected.token} on ${selected.chain}`, 'not known'),
  selected === null
    ? null
    : [
        fact('Amount', selected.tokenAmount === null ? null : `${selected.tokenAmount} ${selected.token}`),
        fact('Address', code(selected.address)),
        fact('Payment', code(selected.paymentId)),
        fact('Transaction', code(selected.transactionHash)),
      ],
]

const hosted = ({ name, method }: HostedProcessor): Child => [fact('Provider', name), fact('Method', method)]
