import type { Random } from '../common/random.ts'
import { isReached, toShortTime } from '../common/time.ts'
import { chooseCard, type Outcome, toProcessor } from './processor.ts'
import {
  type MavenError,
  type MavenGateway,
  type MavenMode,
  type MavenRecord,
  type MavenWord,
  TERMINAL,
} from './session.ts'

/** What a payer, a gateway or a merchant can do to a Maven session. */
export type MavenAction =
  | 'dial'
  | 'pay'
  | 'authorize'
  | 'hold'
  | 'decline'
  | 'fail'
  | 'tokenize'
  | 'skip'
  | 'abandon'
  | 'cancel'
  | 'transfer'

/** Particulars of an action; what does not concern the action is ignored. */
export interface MavenDetails {
  /** `error.code`. @default 'card_declined' for decline, 'gateway_error' (not documented) for fail */
  readonly code?: string
  /** `error.message`. @default null */
  readonly message?: string
  /** @default chosen by the seed */
  readonly brand?: string
  /** @default chosen by the seed */
  readonly last4?: string
  /** The word a held payment is answered with; the documents name none. @default 'payment-success' */
  readonly word?: 'payment-success' | 'payment-authorized' | 'payment-failed'
  /** Outcome of the dial back to `callback`; the documents list no values. @default 'completed' */
  readonly transferStatus?: string
}

interface Row {
  readonly from: readonly MavenWord[]
  readonly to: MavenWord
  readonly outcome: Outcome | null
  readonly mode?: MavenMode
  readonly gateway?: MavenGateway
  /** Default `error.code`; null leaves `error` null. */
  readonly code: string | null
}

const OPEN: readonly MavenWord[] = ['PENDING', 'COLLECTING']
const ON_CALL: readonly MavenWord[] = ['COLLECTING']

/**
 * Source: docs.trymaven.com/integrations/webhooks (results), /api-reference/public-api-v1/cancel-session (cancel from
 * PENDING or COLLECTING), /integrations/authorizenet-setup (auth-only), /testing (skip); read 2026-11-20. Tokenize has
 * no success word of its own in the documents.
 */
const ACTIONS = {
  dial: { from: ['PENDING'], to: 'COLLECTING', outcome: null, code: null },
  pay: { from: ON_CALL, to: 'payment-success', outcome: 'approved', mode: 'charge', code: null },
  tokenize: { from: ON_CALL, to: 'payment-success', outcome: 'approved', mode: 'tokenize', code: null },
  authorize: {
    from: ON_CALL,
    to: 'payment-authorized',
    outcome: 'authorized',
    mode: 'charge',
    gateway: 'authorizenet',
    code: null,
  },
  hold: { from: ON_CALL, to: 'payment-success', outcome: 'held', mode: 'charge', gateway: 'authorizenet', code: null },
  decline: { from: ON_CALL, to: 'payment-failed', outcome: 'declined', code: 'card_declined' },
  fail: { from: ON_CALL, to: 'payment-failed', outcome: 'error', code: 'gateway_error' },
  skip: { from: ON_CALL, to: 'payment-success', outcome: 'skipped', code: null },
  abandon: { from: OPEN, to: 'abandoned', outcome: null, code: null },
  cancel: { from: OPEN, to: 'cancelled', outcome: null, code: null },
} as const satisfies Record<Exclude<MavenAction, 'transfer'>, Row>

/** The word at a moment: a session nobody paid in time is `expired`. */
export const wordAt = (record: MavenRecord, now: Date): MavenWord =>
  isOpen(record.word) && isReached(record.expiresAt, now) ? 'expired' : record.word

/** Whether the session can still be paid or cancelled. */
export const isOpen = (word: MavenWord): boolean => OPEN.includes(word)

/**
 * Carries out one action.
 * @throws {Error} when the session's word, mode or gateway does not allow it
 */
export const applyAction = (record: MavenRecord, { action, details, now, random }: ActionContext): void => {
  const word = wordAt(record, now)
  const refuse = (reason: string): never => {
    throw new Error(`${action} is not possible: ${reason}`)
  }
  if (action === 'transfer') {
    if (record.callback === null) refuse('the session has no callback')
    if (!TERMINAL.includes(word)) refuse(`the session is ${word}`)
    record.transferStatus = details.transferStatus ?? 'completed'
    record.updatedAt = toShortTime(now)
    return
  }
  const row: Row = ACTIONS[action]
  if (!row.from.includes(word)) refuse(`the session is ${word}`)
  if (row.mode !== undefined && row.mode !== record.mode) refuse(`the mode is ${record.mode}`)
  if (row.gateway !== undefined && row.gateway !== record.gateway) refuse(`the gateway is ${record.gateway}`)
  if (row.outcome === 'skipped' && record.environment !== 'test') refuse('the session is live')
  record.word = row.outcome === 'held' ? (details.word ?? row.to) : row.to
  record.error = toError(record.word, row.code, details)
  record.updatedAt = toShortTime(now)
  record.completedAt = TERMINAL.includes(record.word) ? record.updatedAt : null
  if (row.outcome !== null) {
    const chosen = chooseCard(random)
    const card = { brand: details.brand ?? chosen.brand, last4: details.last4 ?? chosen.last4 }
    record.processor = toProcessor({ record, outcome: row.outcome, random, card })
  }
}

/** What an action needs beside the session. */
export interface ActionContext {
  readonly action: MavenAction
  readonly details: MavenDetails
  readonly now: Date
  readonly random: Random
}

// "Error details when status is payment-failed" (get-session document).
const toError = (word: MavenWord, code: string | null, details: MavenDetails): MavenError | null =>
  word === 'payment-failed'
    ? { code: details.code ?? code ?? 'held_for_review', message: details.message ?? null }
    : null
