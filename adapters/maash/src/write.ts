// Answers of Maash's writes and of a quote.
import * as z from 'zod/mini'
import type { MapContext, Money, Note, PayVia } from '@onetill/core'
import {
  buildSession,
  decideStatus,
  decimalText,
  type Leaves,
  NO_STATUS,
  nativeReader,
  optionalText,
  readJson,
  readMoney,
  readTime,
} from '@onetill/core/adapter'
import type { MaashSession } from './map.ts'
import { provider } from './provider.ts'
import { STATUS } from './status.ts'

const text = z.string().check(z.minLength(1))

type NativeCreated = {
  readonly session_id: string
} & Leaves<
  'checkout_url' | 'checkout_url_with_token' | 'ext_transaction_id' | 'transaction_id' | 'expires_at' | 'created_at'
>
type NativeSelected = { readonly status: string } & Leaves<
  | 'payment_id'
  | 'transaction_id'
  | 'wallet_address'
  | 'payment_uri'
  | 'amount_usd'
  | 'token'
  | 'chain'
  | 'token_amount_expected'
  | 'expires_at'
  | 'updated_at'
>
type NativeQuote = { readonly quote_id: string } & Leaves<
  | 'amount_usd'
  | 'token'
  | 'chain'
  | 'token_amount'
  | 'rate'
  | 'fee_usd'
  | 'fee_token'
  | 'total_token_amount'
  | 'expires_at'
  | 'valid_for_seconds'
  | 'created_at'
>

const readCreated = nativeReader<{ readonly data: NativeCreated }>(z.object({ data: z.object({ session_id: text }) }))
const readSelected = nativeReader<{ readonly data: NativeSelected }>(
  z.object({ data: z.object({ status: text, wallet_address: text, token: text, chain: text }) }),
)
const readQuote = nativeReader<{ readonly data: NativeQuote }>(z.object({ data: z.object({ quote_id: text }) }))

/** A price in tokens. Source: docs.maash.io/api-reference/get-quote, read 2026-11-20. */
export interface MaashQuote {
  /** Maash's id, `qt_…`. */
  readonly id: string
  readonly token: string
  readonly chain: string
  /** What is quoted, in US dollars. */
  readonly amount: Money
  /** The amount in whole tokens, decimal text. */
  readonly tokenAmount: string | null
  /** US dollars per token, decimal text. */
  readonly rate: string | null
  /** On top of the amount, in US dollars. */
  readonly fee: Money | null
  /** On top of the amount, in whole tokens, decimal text. */
  readonly feeToken: string | null
  /** What the payer sends, in whole tokens, decimal text. */
  readonly totalTokenAmount: string | null
  readonly createdAt: string | null
  readonly expiresAt: string | null
  /** How long it holds, in milliseconds. */
  readonly validForMs: number | null
}

/** What the answer to a create says: an id and where to pay, neither status nor amount. */
export interface MaashCreated {
  readonly id: string
  readonly payVia: PayVia | null
  /** The session by that answer alone. */
  readonly session: (context: MapContext) => MaashSession
}

/** Reads the answer to a create. @throws invalid_response */
export function toCreated(answer: string, reference: string): MaashCreated {
  const { data } = readCreated(readJson(answer))
  const url =
    optionalText(data.checkout_url_with_token, 'data.checkout_url_with_token') ??
    optionalText(data.checkout_url, 'data.checkout_url')
  const payVia: PayVia | null = url === null ? null : { kind: 'url', url }
  return {
    id: data.session_id,
    payVia,
    session: (context) =>
      buildSession(
        provider,
        {
          id: data.session_id,
          status: NO_STATUS,
          providerStatus: null,
          // The documents' example echoes another id than was sent; what was sent names the session.
          reference,
          createdAt: readTime(data.created_at, 'data.created_at'),
          expiresAt: readTime(data.expires_at, 'data.expires_at'),
          payVia,
          providerData: {
            merchantId: null,
            providerTransactionId: optionalText(data.transaction_id, 'data.transaction_id'),
          },
          notes: [{ code: 'status_not_reported', path: 'data' }],
        },
        context,
      ),
  }
}

/** The answer to select-payment → the session, with where to pay. @throws invalid_response */
export function toSelected(answer: string, id: string, context: MapContext): MaashSession {
  const { data } = readSelected(readJson(answer))
  const notes: Note[] = []
  const address = optionalText(data.wallet_address, 'data.wallet_address') ?? ''
  const token = optionalText(data.token, 'data.token') ?? ''
  const chain = optionalText(data.chain, 'data.chain') ?? ''
  const tokenAmount = optionalText(data.token_amount_expected, 'data.token_amount_expected')
  const expiresAt = readTime(data.expires_at, 'data.expires_at')
  return buildSession(
    provider,
    {
      id,
      // The words are those of a read.
      status: decideStatus(STATUS, data.status, { via: 'read', overrides: context.overrides }, {}),
      providerStatus: data.status,
      reference: optionalText(data.transaction_id, 'data.transaction_id'),
      // What was asked for in the merchant's currency is not in this answer.
      amounts: { priced: usd(data.amount_usd, 'data.amount_usd', notes) },
      updatedAt: readTime(data.updated_at, 'data.updated_at'),
      expiresAt,
      payVia: {
        kind: 'transfer',
        address,
        token,
        chain,
        tokenAmount,
        uri: optionalText(data.payment_uri, 'data.payment_uri'),
        expiresAt,
      },
      processor: {
        kind: 'crypto',
        accepted: null,
        refused: null,
        methods: null,
        selected: {
          token,
          chain,
          address,
          tokenAmount,
          paymentId: optionalText(data.payment_id, 'data.payment_id'),
          transactionHash: null,
        },
      },
      providerData: { merchantId: null, providerTransactionId: null },
      notes,
    },
    context,
  )
}

/** Reads a quote. @throws invalid_response */
export function toQuote(answer: string): MaashQuote {
  const { data } = readQuote(readJson(answer))
  const amount = readMoney(data.amount_usd, 'USD', { amount: 'data.amount_usd', currency: 'data.amount_usd' }, [])
  const seconds = data.valid_for_seconds
  return {
    id: data.quote_id,
    token: optionalText(data.token, 'data.token') ?? '',
    chain: optionalText(data.chain, 'data.chain') ?? '',
    amount,
    tokenAmount: optionalText(data.token_amount, 'data.token_amount'),
    rate: decimalText(data.rate),
    fee: usd(data.fee_usd, 'data.fee_usd', []),
    feeToken: optionalText(data.fee_token, 'data.fee_token'),
    totalTokenAmount: optionalText(data.total_token_amount, 'data.total_token_amount'),
    createdAt: readTime(data.created_at, 'data.created_at'),
    expiresAt: readTime(data.expires_at, 'data.expires_at'),
    validForMs: typeof seconds === 'number' && Number.isSafeInteger(seconds) ? seconds * 1000 : null,
  }
}

function usd(value: unknown, path: string, notes: Note[]): Money | null {
  return value === null || value === undefined ? null : readMoney(value, 'USD', { amount: path, currency: path }, notes)
}
