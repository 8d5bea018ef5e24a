import type { Random } from '../common/random.ts'
import { isReached, toShortTime } from '../common/time.ts'
import { toTokenAmounts } from './quote.ts'
import type { MaashPayment, MaashRecord, MaashWord } from './session.ts'
import { type MaashChain, type MaashToken, toAddress } from './tokens.ts'

/** What a payer, a chain or Maash can do to a session. `detect`: seen on the chain, not yet confirmed. */
export type MaashAction = 'select' | 'detect' | 'complete' | 'underpay' | 'overpay' | 'fail' | 'cancel'

/** Particulars of `select`; ignored by the other actions. */
export interface MaashDetails {
  /** @default the first token the session takes */
  readonly token?: MaashToken
  /** @default the first chain the session takes for the token */
  readonly chain?: MaashChain
}

interface Row {
  readonly from: readonly MaashWord[]
  readonly to: MaashWord
}

const OPEN: readonly MaashWord[] = ['pending', 'awaiting_payment']
const PAYING: readonly MaashWord[] = ['awaiting_payment', 'confirming']

/**
 * Words: docs.maash.io/api-reference/get-checkout-session; their order: /checkout-flow and the triggers in /webhooks
 * (read 2026-11-20). That underpaid and overpaid end the session is our reading.
 */
const ACTIONS = {
  select: { from: OPEN, to: 'awaiting_payment' },
  detect: { from: ['awaiting_payment'], to: 'confirming' },
  complete: { from: ['confirming'], to: 'completed' },
  underpay: { from: PAYING, to: 'underpaid' },
  overpay: { from: PAYING, to: 'overpaid' },
  fail: { from: ['pending', ...PAYING], to: 'failed' },
  cancel: { from: OPEN, to: 'cancelled' },
} as const satisfies Record<MaashAction, Row>

/** The word at a moment: a session without a payment in time is `expired`; one on the chain is not. */
export const wordAt = (record: MaashRecord, now: Date): MaashWord =>
  OPEN.includes(record.word) && isReached(record.expiresAt, now) ? 'expired' : record.word

/** The token and chain a selection stands for; null when the session does not take them. */
export const chooseToken = (record: MaashRecord, details: MaashDetails): Choice | null => {
  const token = details.token ?? Object.keys(record.supported.tokens)[0]
  const chains = token === undefined ? undefined : record.supported.tokens[token]?.chain
  const chain = details.chain ?? chains?.[0]
  return token !== undefined && chain !== undefined && chains?.includes(chain) ? { token, chain } : null
}

/** A token on a chain. */
export interface Choice {
  readonly token: string
  readonly chain: string
}

/**
 * Carries out one action.
 * @throws {Error} when the session's word, token or chain does not allow it
 */
export const applyAction = (record: MaashRecord, { action, details, now, random }: ActionContext): void => {
  const row: Row = ACTIONS[action]
  const word = wordAt(record, now)
  if (!row.from.includes(word)) throw new Error(`${action} is not possible: the session is ${word}`)
  if (action === 'select') {
    const choice = chooseToken(record, details)
    if (choice === null) throw new Error('select is not possible: the session does not take this token on this chain')
    record.payment = toPayment(record, choice, now, random)
  }
  record.word = row.to
  record.updatedAt = toShortTime(now)
}

/** What an action needs beside the session. */
export interface ActionContext {
  readonly action: MaashAction
  readonly details: MaashDetails
  readonly now: Date
  readonly random: Random
}

const toPayment = (record: MaashRecord, choice: Choice, now: Date, random: Random): MaashPayment => {
  const { amount, total } = toTokenAmounts(record.amountUsd)
  const id = `pay_${random.ulid(now)}`
  // The documents' example asks for the amount without the fee in the URI and with it beside.
  const baseUnits = amount.replace('.', '').replace(/^0+(?=\d)/, '')
  const { address, uri } = toAddress(choice.chain, baseUnits, random)
  const qrCodeUrl = `https://maash-simulator.s3.amazonaws.com/qr/${id}.png?X-Amz-Expires=3600`
  return { id, ...choice, address, tokenAmount: total, uri, qrCodeUrl, createdAt: toShortTime(now) }
}
