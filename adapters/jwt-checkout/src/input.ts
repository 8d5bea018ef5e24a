import * as z from 'zod/mini'
import { type Money, money } from '@onetill/core'
import { invalidInputs, moneySchema, numberLiteral, toIssues, writeJson } from '@onetill/core/adapter'

/** One line of an order; informational, the provider does not add it up. */
export interface JwtCheckoutItem {
  readonly name: string
  readonly sku: string
  /** Whole number from 1. */
  readonly quantity: number
  /** In the currency of the amount. */
  readonly unitPrice: Money
}

/** A session to create. Source: docs.kadosei.com/create-a-payment, read 2026-11-20. */
export interface JwtCheckoutCreateInput {
  /** The merchant's own reference, `orderReference` there. */
  readonly reference: string
  /** What the payer is asked for, in all. */
  readonly amount: Money
  /** E.g. `card`. */
  readonly paymentMethod: string
  /** Part of the amount, in its currency. */
  readonly shipping?: Money
  /** Part of the amount, in its currency. */
  readonly tax?: Money
  /** E.g. `en_AU`. */
  readonly locale?: string
  readonly items?: readonly JwtCheckoutItem[]
  readonly customer?: {
    readonly firstName?: string
    readonly lastName?: string
    readonly email?: string
    /** E.164. */
    readonly phone?: string
    /** `line1`, `line2` … ; the other names are not in the readable part of the documents. */
    readonly billingAddress?: Readonly<Record<string, string>>
  }
  /** UUID of version 4; the same one again is the same session. @default a new one for each call */
  readonly idempotencyKey?: string
}

/** A refund to issue. Source: docs.kadosei.com/refunds, read 2026-11-20. */
export interface JwtCheckoutRefundInput {
  /** UUID of version 4; the same one again answers the refund that exists. Keep it until the outcome is known. */
  readonly idempotencyKey: string
  /** In the session's currency, which the request does not carry. @default the whole remaining balance */
  readonly amount?: Money
  /** E.g. `REQUESTED_BY_CUSTOMER`. */
  readonly reason?: string
  /** Informational. */
  readonly items?: readonly JwtCheckoutItem[]
}

/** Source: docs.kadosei.com/create-a-payment: a UUID of version 4. */
const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

const text = z.string().check(z.minLength(1))
const key = z.string().check(z.regex(KEY))
const items = z.optional(
  z.array(z.strictObject({ name: text, sku: text, quantity: z.int().check(z.minimum(1)), unitPrice: moneySchema })),
)
const createInput = z.strictObject({
  reference: text,
  amount: moneySchema,
  paymentMethod: text,
  shipping: z.optional(moneySchema),
  tax: z.optional(moneySchema),
  locale: z.optional(text),
  items,
  customer: z.optional(
    z.strictObject({
      firstName: z.optional(text),
      lastName: z.optional(text),
      email: z.optional(text),
      phone: z.optional(z.string().check(z.regex(/^\+[1-9]\d{1,14}$/))),
      billingAddress: z.optional(z.record(z.string(), z.string())),
    }),
  ),
  idempotencyKey: z.optional(key),
})
const refundInput = z.strictObject({
  idempotencyKey: key,
  amount: z.optional(moneySchema),
  reason: z.optional(text),
  items,
})

/** A checked input: what is sent, and under which key. */
export interface Written {
  readonly amount: Money | null
  readonly idempotencyKey: string
  readonly body: string
}

/** Checks the input and writes the body. @throws invalid_input with every path that is wrong, amount_precision */
export function toCreateBody(input: JwtCheckoutCreateInput): Written & { readonly amount: Money } {
  const read = checked(createInput, input)
  const { currency } = read.amount
  const amount = above(money(read.amount.value, currency))
  const body = writeJson({
    orderReference: read.reference,
    paymentMethod: read.paymentMethod,
    currency,
    locale: read.locale,
    amount: {
      total: numberLiteral(amount.value),
      shipping: part(read.shipping, currency, 'shipping'),
      tax: part(read.tax, currency, 'tax'),
    },
    orderItems: lines(read.items, currency),
    customer: read.customer,
  })
  return { amount, body, idempotencyKey: read.idempotencyKey ?? crypto.randomUUID() }
}

/** Checks the input and writes the body. @throws as `toCreateBody` */
export function toRefundBody(input: JwtCheckoutRefundInput): Written {
  const read = checked(refundInput, input)
  const amount = read.amount === undefined ? null : above(money(read.amount.value, read.amount.currency))
  const body = writeJson({
    amount: amount === null ? undefined : numberLiteral(amount.value),
    reason: read.reason,
    lineItems: lines(read.items, amount?.currency),
  })
  return { amount, body, idempotencyKey: read.idempotencyKey }
}

function lines(list: readonly JwtCheckoutItem[] | undefined, currency: string | undefined) {
  return list?.map(({ name, sku, quantity, unitPrice }, index) => ({
    ...{ name, sku, quantity },
    unitPrice: part(unitPrice, currency ?? unitPrice.currency, `items[${index}].unitPrice`),
  }))
}

function part(amount: Money | undefined, currency: string, path: string) {
  if (amount === undefined) return undefined
  if (amount.currency !== currency) throw invalidInputs([{ path: `${path}.currency`, expected: currency }])
  return numberLiteral(money(amount.value, currency).value)
}

function above(amount: Money): Money {
  if (/[1-9]/.test(amount.value)) return amount
  throw invalidInputs([{ path: 'amount', expected: 'more than zero' }])
}

function checked<Output>(schema: z.ZodMiniType<Output>, input: unknown): Output {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw invalidInputs(result.error.issues.flatMap(toIssues))
}
