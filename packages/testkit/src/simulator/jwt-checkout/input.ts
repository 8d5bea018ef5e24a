import { createBodyReader, type Problem } from '../common/body.ts'
import { compareDecimal } from '../common/decimal.ts'
import { type JsonInput, type RawNumber, rawNumber } from '../common/json-text.ts'

/**
 * Body of `POST /api/v1/sessions`, as far as docs.kadosei.com/create-a-payment could be read (2026-11-20). The parts
 * need not add up: the documents' own sample does not.
 */
export interface JwtBody<Amount> {
  readonly orderReference: string
  readonly paymentMethod: string
  readonly currency: string
  readonly amount: { readonly total: Amount; readonly shipping?: Amount; readonly tax?: Amount }
  readonly locale?: string
}

/** In-process input: amounts as decimal text. */
export interface JwtCreateInput extends JwtBody<string> {
  /** Session id to use. @default a UUID */
  readonly id?: string
}

/** A create body after validation. */
export interface JwtOrder {
  readonly orderReference: string
  readonly paymentMethod: string
  readonly currency: string
  /** Decimal text. */
  readonly amount: string
}

/** A refund body after validation; null asks for what is left. */
export interface JwtRefundOrder {
  readonly amount: string | null
  readonly reason: string | null
}

const MONEY = { accept: 'number', min: '0' } as const

/** Reads a create body; when `problems` is not empty, `order` means nothing. */
export const readOrder = (body: JsonInput): { readonly order: JwtOrder; readonly problems: readonly Problem[] } => {
  const reader = createBodyReader(body)
  const amount = reader.record('amount')
  const order: JwtOrder = {
    orderReference: reader.text('orderReference', { min: 1 }),
    paymentMethod: reader.text('paymentMethod', { min: 1 }),
    currency: reader.text('currency', { pattern: /^[A-Z]{3}$/, patternMessage: 'must be an ISO 4217 code' }),
    amount: amount.amount('total', MONEY),
  }
  amount.optionalAmount('shipping', MONEY)
  amount.optionalAmount('tax', MONEY)
  reader.optionalText('locale')
  if (reader.problems.length === 0) refuseZero(order.amount, ['amount', 'total'], reader.problems)
  return { order, problems: reader.problems }
}

/** Reads a refund body: every field is optional (docs.kadosei.com/refunds). */
export const readRefundOrder = (
  body: JsonInput,
): { readonly order: JwtRefundOrder; readonly problems: readonly Problem[] } => {
  const reader = createBodyReader(body)
  const order = { amount: reader.optionalAmount('amount', MONEY), reason: reader.optionalText('reason') }
  if (reader.problems.length === 0 && order.amount !== null) refuseZero(order.amount, ['amount'], reader.problems)
  return { order, problems: reader.problems }
}

/** The in-process input as the body it stands for. */
export const toBody = ({ id: _id, ...input }: JwtCreateInput): JwtBody<RawNumber> => {
  const { total, shipping, tax } = input.amount
  const amount = {
    total: rawNumber(total),
    ...(shipping === undefined ? {} : { shipping: rawNumber(shipping) }),
    ...(tax === undefined ? {} : { tax: rawNumber(tax) }),
  }
  return { ...input, amount }
}

const refuseZero = (amount: string, loc: readonly string[], problems: Problem[]): void => {
  if (compareDecimal(amount, '0') === 0) problems.push({ loc, msg: 'must be above zero', type: 'greater_than' })
}
