import { LANGUAGES, type Language } from './language.ts'
import type { Html } from './markup.ts'
import { html } from './markup.ts'
import type { PayerFault } from './messages/messages.ts'
import { payerFrame, said } from './payer-frame.ts'

const LOOKS = {
  no_link: ['question', 'gone'],
  too_many: ['clock', 'warn'],
  unavailable: ['processing', 'warn'],
} as const satisfies Record<PayerFault, readonly [string, string]>

/** What a payer reads where there is no payment to show: nothing of the board, and nothing technical. */
export function payerFaultPage(
  fault: PayerFault,
  { language, nonce, path }: { readonly language: Language; readonly nonce: string; readonly path: string },
): Html {
  const words = LANGUAGES[language]
  const [name, tone] = LOOKS[fault]
  return payerFrame({
    ...{ language, nonce, path, merchant: words.title },
    body: html`<section class="slip tone-${tone}">${said(name, words.faults[fault])}</section>`,
  })
}
