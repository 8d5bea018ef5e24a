import type { CheckoutSession, CryptoProcessor, Decision, MapContext, Money, Note } from '@onetill/core'
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
  readRecord,
  readTime,
  statusDecision,
} from '@onetill/core/adapter'
import { decideEvent, isEvent, readEvent, toEvent } from './event.ts'
import { toProcessor } from './processor.ts'
import { provider } from './provider.ts'
import { type NativeSession, session as sessionSchema } from './schema.ts'
import { SESSION, WEBHOOKS } from './source.ts'
import { STATUS } from './status.ts'

/** What Maash says beyond the model. */
export type MaashData = {
  /** Maash's id of the merchant. */
  readonly merchantId: string | null
  /** Maash's own id of the transaction; a read does not carry it, webhooks do. */
  readonly providerTransactionId: string | null
}

/** A Maash session in the shared model. */
export type MaashSession = CheckoutSession<'maash', CryptoProcessor, MaashData>

/** Reads sessions, and webhook bodies as events. */
export type MaashMapper = Mapper<MaashSession> & Required<Pick<Mapper, 'toEvent'>>

const PRICED = { amount: 'data.amount_usd', currency: 'data.amount_usd' }
const AMOUNT = { amount: 'data.merchant_amount', currency: 'data.merchant_currency' }

const readNative = nativeReader<{ readonly data: NativeSession }>(sessionSchema)

/** Maash's answers → sessions, its webhook bodies → events that name a session by the merchant's reference. */
export const maashMapper: MaashMapper = defineMapper<MaashSession, MaashMapper>({
  provider,
  statuses: STATUS,
  toSession(native, context) {
    const { data } = readNative(native)
    const notes: Note[] = []
    const priced = toUsd(data, notes)
    return buildSession(
      provider,
      {
        id: data.session_id,
        status: toStatus(data, context),
        providerStatus: data.status,
        reference: optionalText(data.transaction_id, 'data.transaction_id'),
        amount: toMerchantAmount(data, notes) ?? priced,
        amounts: { priced },
        createdAt: readTime(data.created_at, 'data.created_at'),
        updatedAt: readTime(data.updated_at, 'data.updated_at'),
        expiresAt: readTime(data.expires_at, 'data.expires_at'),
        processor: toProcessor(data, notes),
        metadata: readRecord(data.metadata, 'data.metadata', notes),
        providerData: { merchantId: optionalText(data.merchant_id, 'data.merchant_id'), providerTransactionId: null },
        notes,
      },
      context,
    )
  },
  toEvent,
  explain(native, context) {
    if (isEvent(native, context)) {
      const raw = readEvent(native)
      return [
        statusDecision('body.status', raw.body.status, decideEvent(raw, context)),
        referenceDecision('body.ext_transaction_id', raw.body.ext_transaction_id, WEBHOOKS),
      ]
    }
    const { data } = readNative(native)
    return [
      statusDecision('data.status', data.status, toStatus(data, context)),
      amountDecision(data),
      referenceDecision('data.transaction_id', optionalText(data.transaction_id, 'data.transaction_id'), SESSION),
    ]
  },
})

/** The form of a body says which words it uses; a read's body never goes through the webhook rows. */
function toStatus(data: NativeSession, { via, overrides }: MapContext): DecidedStatus {
  return decideStatus(STATUS, data.status, { via: via === 'webhook' ? 'read' : via, overrides }, {})
}

function toUsd({ amount_usd }: NativeSession, notes: Note[]): Money | null {
  if (amount_usd === null || amount_usd === undefined) return null
  return readMoney(amount_usd, 'USD', PRICED, notes)
}

/** Null unless both the amount and its currency are there. */
function toMerchantAmount({ merchant_amount, merchant_currency }: NativeSession, notes: Note[]): Money | null {
  if (merchant_amount === null || merchant_amount === undefined) return null
  const currency = optionalText(merchant_currency, 'data.merchant_currency')
  return currency === null ? null : readMoney(merchant_amount, currency, AMOUNT, notes)
}

function amountDecision(data: NativeSession): Decision {
  const merchant = toMerchantAmount(data, [])
  const amount = merchant ?? toUsd(data, [])
  const field = merchant === null ? 'amount_usd' : 'merchant_amount'
  const word = merchant === null ? null : optionalText(data.merchant_currency, 'data.merchant_currency')
  if (amount === null) return decision('amount', `data.${field}`, word, 'unknown', undefined)
  const row = { name: field, source: SESSION, documented: true }
  return decision('amount', `data.${field}`, word, `${amount.value} ${amount.currency}`, row)
}

function referenceDecision(path: string, word: string | null, source: string): Decision {
  const row = word === null ? undefined : { name: path, source, documented: true }
  return decision('reference', path, word, word ?? 'unknown', row)
}
