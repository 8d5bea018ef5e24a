import { type BodyReader, createBodyReader, type Problem } from '../common/body.ts'
import { isRecord, type JsonInput, jsonText, type RawNumber, rawNumber } from '../common/json-text.ts'
import type { MaashTokens } from './session.ts'

/** Body of `POST /checkout/sessions`: docs.maash.io/api-reference/create-checkout-session (read 2026-11-20). */
export interface MaashBody<Amount> {
  readonly merchant_id: string
  /** The merchant's own id; the same id again answers the session that exists. */
  readonly transaction_id: string
  /** 0.01 to 1000000, at most two decimals. */
  readonly amount_usd: Amount
  /** ISO 4217. */
  readonly merchant_currency?: string
  readonly merchant_amount?: Amount
  readonly theme?: Readonly<Record<'primaryColor' | 'backgroundColor' | 'cardColor', string>>
  /** Comes back on a read; how it is set is not in the readable part of the documents. */
  readonly metadata?: unknown
}

/** In-process input: amounts as decimal text. */
export interface MaashCreateInput extends MaashBody<string> {
  /** Session id to use. @default `cs_` and a ULID */
  readonly session_id?: string
  /** What this session may be paid with. @default the lists of the documents' example */
  readonly supported_tokens?: MaashTokens
  /** @default the lists of the documents' example */
  readonly unsupported_tokens?: MaashTokens
}

/** A create body after validation. */
export interface MaashOrder {
  readonly merchantId: string
  readonly transactionId: string
  readonly amountUsd: string
  readonly merchantCurrency: string | null
  readonly merchantAmount: string | null
  /** JSON text. */
  readonly metadata: string
}

/** Reads a create body; when `problems` is not empty, `order` means nothing. */
export const readOrder = (body: JsonInput): { readonly order: MaashOrder; readonly problems: readonly Problem[] } => {
  const reader = createBodyReader(body)
  const order: MaashOrder = {
    merchantId: reader.text('merchant_id', { min: 1 }),
    transactionId: reader.text('transaction_id', { min: 1 }),
    amountUsd: reader.amount('amount_usd', { accept: 'number', min: '0.01', max: '1000000', decimals: 2 }),
    merchantCurrency: reader.optionalText('merchant_currency', {
      pattern: /^[A-Z]{3}$/,
      patternMessage: 'must be an ISO 4217 code',
    }),
    merchantAmount: reader.optionalAmount('merchant_amount', { accept: 'number', min: '0' }),
    metadata: readMetadata(reader),
  }
  const theme = reader.optionalRecord('theme')
  for (const name of ['primaryColor', 'backgroundColor', 'cardColor']) theme?.optionalText(name)
  return { order, problems: reader.problems }
}

/** The in-process input as the body it stands for. */
export const toBody = (input: MaashCreateInput): MaashBody<RawNumber> => {
  const { merchant_amount, session_id: _id, supported_tokens: _yes, unsupported_tokens: _no, ...rest } = input
  const merchant = merchant_amount === undefined ? {} : { merchant_amount: rawNumber(merchant_amount) }
  return { ...rest, ...merchant, amount_usd: rawNumber(input.amount_usd) }
}

const readMetadata = (reader: BodyReader): string => {
  const { metadata } = reader.source
  if (metadata === undefined || metadata === null) return '{}'
  if (!isRecord(metadata)) reader.problems.push({ loc: ['metadata'], msg: 'must be an object', type: 'dict_type' })
  return jsonText(metadata)
}
