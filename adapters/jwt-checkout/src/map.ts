import type {
  CheckoutSession,
  Decision,
  Failure,
  HostedProcessor,
  MapContext,
  Note,
  Refund,
  Reversal,
} from '@onetill/core'
import {
  buildSession,
  type DecidedStatus,
  decideStatus,
  decision,
  defineMapper,
  type Mapper,
  nativeReader,
  optionalText,
  readMoney,
  readTime,
  rollUpRefunds,
  statusDecision,
} from '@onetill/core/adapter'
import { explainEvent, toEvent } from './event.ts'
import { provider } from './provider.ts'
import { type NativeRefund, type NativeSession, session as sessionSchema } from './schema.ts'
import { EXPIRED, FAILURES, REFUND_WORDS, STATUS, WORDS, type WordFacts } from './status.ts'
import { readText } from './text.ts'

/** What the provider says beyond the model. */
export type JwtCheckoutData = {
  /** The session's `failureReason` as it stands, also where the status word wins over it. */
  readonly failureReason: string | null
}

/** A session of the JWT checkout API in the shared model. */
export type JwtCheckoutSession = CheckoutSession<'jwt-checkout', HostedProcessor, JwtCheckoutData>

/** Reads sessions, and webhook bodies as events. */
export type JwtCheckoutMapper = Mapper<JwtCheckoutSession> & Required<Pick<Mapper, 'toEvent'>>

const readNative = nativeReader<NativeSession>(sessionSchema)

const REFUND_AMOUNT = { amount: 'refunds[].amount', currency: 'refunds[].currency' }

const REVERSAL: Reversal = Object.freeze({ cause: 'unknown', state: 'unknown', amount: null, at: null })

/** The answer of a read → session; a webhook body → event. */
export const jwtCheckoutMapper: JwtCheckoutMapper = defineMapper<JwtCheckoutSession, JwtCheckoutMapper>({
  provider,
  statuses: STATUS,
  toSession(native, context) {
    const raw = readNative(native)
    const notes: Note[] = []
    const reason = readText(raw.failureReason, 'failureReason', notes)
    const word = WORDS.get(raw.status)
    if (reason !== null && word?.failureReason === 'contradiction') {
      notes.push({ code: 'contradiction', path: 'failureReason' })
    }
    const refunds = toRefunds(raw.refunds, notes)
    return buildSession(
      provider,
      {
        id: raw.id,
        status: toStatus(raw, reason, context),
        providerStatus: raw.status,
        reference: optionalText(raw.orderReference, 'orderReference'),
        createdAt: readTime(raw.createdAt, 'createdAt'),
        updatedAt: readTime(raw.updatedAt, 'updatedAt'),
        expiresAt: readTime(readText(raw.expiresAt, 'expiresAt', notes), 'expiresAt'),
        processor: toProcessor(raw, notes),
        refunds,
        // The read carries no amount: what was taken is only known where the caller says it.
        refundRollUp: rollUpRefunds(refunds, word?.flag ?? null, context.expected?.amount ?? null, notes),
        reversal: word?.reversed === true ? REVERSAL : null,
        failure: toFailure(word, reason),
        providerData: { failureReason: reason },
        notes,
      },
      context,
    )
  },
  toEvent,
  explain(native, context) {
    return context.via === 'webhook' ? explainEvent(native) : explainSession(native, context)
  },
})

function explainSession(native: unknown, context: MapContext): readonly Decision[] {
  const raw = readNative(native)
  const notes: Note[] = []
  const reason = readText(raw.failureReason, 'failureReason', notes)
  const refunds = toRefunds(raw.refunds, notes)
  const word = WORDS.get(raw.status)
  const taken = context.expected?.amount ?? null
  const { refundStatus, refundEvidence } = rollUpRefunds(refunds, word?.flag ?? null, taken, notes)
  const failure = toFailure(word, reason)
  const byFlag = decision('refundStatus', 'status', raw.status, refundStatus, word)
  const byList = decision('refundStatus', 'refunds', null, refundStatus, undefined)
  return [
    statusDecision('status', raw.status, toStatus(raw, reason, context)),
    refundEvidence === 'list' ? byList : byFlag,
    ...(refunds ?? []).map(({ providerStatus, status: state }, index) =>
      decision(
        `refunds[${index}].status`,
        `refunds[${index}].status`,
        providerStatus,
        state,
        REFUND_WORDS.get(providerStatus),
      ),
    ),
    ...(failure === null
      ? []
      : [decision('failure', 'failureReason', reason, failure.code, FAILURES.get(reason ?? ''))]),
    ...(word?.reversed === true ? [decision('reversal', 'status', raw.status, 'unknown', word)] : []),
  ]
}

function toStatus(raw: NativeSession, failureReason: string | null, context: MapContext): DecidedStatus {
  return decideStatus(STATUS, raw.status, context, { failureReason })
}

function toRefunds(raw: NativeSession['refunds'], notes: Note[]): readonly Refund[] | null {
  if (raw === null || raw === undefined) return null
  const refunds: Refund[] = []
  for (const refund of raw) refunds.push(toRefund(refund, refunds.length, notes))
  return refunds
}

function toRefund(raw: NativeRefund, index: number, notes: Note[]): Refund {
  return {
    id: raw.id,
    amount: readMoney(raw.amount, raw.currency, REFUND_AMOUNT, notes, index),
    status: REFUND_WORDS.get(raw.status)?.to ?? 'unknown',
    providerStatus: raw.status,
    reason: readText(raw.reason, 'refunds[].reason', notes, index),
    failureReason: readText(raw.failureReason, 'refunds[].failureReason', notes, index),
    createdAt: readTime(raw.createdAt, 'refunds[].createdAt', index),
    updatedAt: readTime(raw.updatedAt, 'refunds[].updatedAt', index),
  }
}

function toProcessor(raw: NativeSession, notes: Note[]): HostedProcessor | null {
  const name = readText(raw.providerName, 'providerName', notes)
  const method = optionalText(raw.paymentMethod, 'paymentMethod')
  return name === null && method === null ? null : { kind: 'hosted', name, method }
}

function toFailure(word: WordFacts | undefined, reason: string | null): Failure | null {
  if (reason === null || reason === EXPIRED || word?.failureReason !== 'cause') return null
  return { code: FAILURES.get(reason)?.to ?? 'unknown', providerCode: reason, message: null }
}
