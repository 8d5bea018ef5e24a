import * as z from 'zod/mini'
import { compile } from '#compile'
import type { JsonRecord } from './json-value.ts'
import { moneySchema } from './money.ts'
import { NOTES, type NoteCode } from './notes.ts'
import { REFUND_EVIDENCE, REFUND_STATES, REFUND_STATUSES } from './refund.ts'
import { CHANNELS, type CheckoutSession, ENVIRONMENTS, FAILURE_CODES, SCHEMA_VERSION } from './session.ts'
import { type Detail, STATUS_WORDS, STATUSES, type Status } from './status.ts'

/** Marks personal data; redaction finds it by this mark, and the JSON Schema shows it. */
const personal = <Schema extends z.core.$ZodType>(schema: Schema): Schema => {
  z.globalRegistry.add(schema, { personal: true })
  return schema
}

const text = z.string()
const id = z.string().check(z.minLength(1))
// Written out: engines count `{4}` at run time.
const utc = z.string().check(z.regex(/^\d\d\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ$/))
const time = z.nullable(utc)
const maybeText = z.nullable(text)
const maybeMoney = z.nullable(moneySchema)
/** Any object: what is in it was read by `readRecord`, and looking at each value again costs as much as the rest. */
const record = z.looseObject({}) as unknown as z.ZodMiniType<JsonRecord>
const statusWord = z.enum(STATUS_WORDS as [Status, ...Status[]])
const details = Object.values(STATUSES).flat()

const tokens = z.nullable(z.array(z.strictObject({ token: text, chains: z.array(text) })))

const processor = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('card'),
    gateway: text,
    chargeId: maybeText,
    paymentIntentId: maybeText,
    customerId: personal(z.nullable(z.string())),
    paymentMethodId: personal(z.nullable(z.string())),
    card: personal(z.nullable(z.strictObject({ brand: maybeText, last4: maybeText }))),
    receiptUrl: personal(z.nullable(z.string())),
    authorization: z.nullable(
      z.strictObject({
        code: maybeText,
        responseCode: maybeText,
        avs: maybeText,
        cvv: maybeText,
        cavv: maybeText,
        networkTransactionId: maybeText,
        captureState: maybeText,
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal('crypto'),
    accepted: tokens,
    refused: tokens,
    methods: z.nullable(z.record(z.string(), z.boolean())),
    selected: z.nullable(
      z.strictObject({
        token: text,
        chain: text,
        address: personal(z.nullable(z.string())),
        tokenAmount: maybeText,
        paymentId: maybeText,
        transactionHash: personal(z.nullable(z.string())),
      }),
    ),
  }),
  z.strictObject({ kind: z.literal('hosted'), name: maybeText, method: maybeText }),
])

const payVia = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('url'), url: text }),
  z.strictObject({ kind: z.literal('call'), phoneNumber: maybeText, sipUri: maybeText }),
  z.strictObject({
    kind: z.literal('transfer'),
    address: text,
    token: text,
    chain: text,
    tokenAmount: maybeText,
    uri: maybeText,
    expiresAt: time,
  }),
])

const refund = z.strictObject({
  id,
  amount: moneySchema,
  status: z.enum(REFUND_STATES),
  providerStatus: text,
  reason: personal(z.nullable(z.string())),
  failureReason: personal(z.nullable(z.string())),
  createdAt: time,
  updatedAt: time,
})

/** The schema with its own shape in the type; `checkoutSession` shows it as the interface. */
export const strict = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  provider: id,
  account: id,
  environment: z.enum(ENVIRONMENTS),
  id,
  reference: maybeText,
  status: statusWord,
  detail: z.nullable(z.enum(details as [Detail, ...Detail[]])),
  providerStatus: maybeText,
  providerDone: z.nullable(z.boolean()),
  amount: maybeMoney,
  amounts: z.strictObject({
    priced: maybeMoney,
    authorized: maybeMoney,
    received: maybeMoney,
    captured: maybeMoney,
    refunded: maybeMoney,
    settled: maybeMoney,
    fee: maybeMoney,
  }),
  expected: z.nullable(z.strictObject({ amount: maybeMoney, reference: maybeText })),
  assumed: z.array(z.enum(['amount', 'reference'])),
  mismatch: z.array(
    z.discriminatedUnion('field', [
      z.strictObject({ field: z.literal('amount'), expected: moneySchema, actual: moneySchema }),
      z.strictObject({ field: z.literal('reference'), expected: text, actual: text }),
    ]),
  ),
  purpose: z.nullable(z.enum(['payment', 'save_method'])),
  createdAt: time,
  updatedAt: time,
  expiresAt: time,
  completedAt: time,
  paidAt: time,
  payVia: personal(z.nullable(payVia)),
  processor: z.nullable(processor),
  refunds: z.nullable(z.array(refund)),
  refundStatus: z.enum(REFUND_STATUSES),
  refundEvidence: z.nullable(z.enum(REFUND_EVIDENCE)),
  reversal: z.nullable(
    z.strictObject({
      cause: z.enum(['chargeback', 'bank_return', 'chain_reorganized', 'unknown']),
      state: z.enum(['open', 'lost', 'won', 'unknown']),
      amount: maybeMoney,
      at: time,
    }),
  ),
  failure: z.nullable(
    z.strictObject({ code: z.enum(FAILURE_CODES), providerCode: maybeText, message: personal(z.nullable(z.string())) }),
  ),
  customer: personal(z.nullable(z.strictObject({ phone: maybeText, email: maybeText, name: maybeText }))),
  description: personal(z.nullable(z.string())),
  metadata: personal(z.nullable(record)),
  providerData: personal(z.nullable(record)),
  notes: z.array(z.strictObject({ code: z.enum(Object.keys(NOTES) as [NoteCode, ...NoteCode[]]), path: text })),
  observed: z.strictObject({
    at: utc,
    via: z.enum(CHANNELS),
    adapter: text,
    overruled: z.boolean(),
  }),
})

/** Strict schema of a `CheckoutSession`: every field present, nothing else, as `JSON.parse` gives it back. */
export const checkoutSession: z.ZodMiniType<CheckoutSession> = strict

const FIELDS = Object.keys(strict.shape).length

let loose: z.core.$ZodType | undefined

/**
 * Whether a value passes `checkoutSession`. All fields are required, so an object that passes without the search for
 * unknown keys and has as many keys has no unknown one; that search compares every key with every field.
 */
export function isSession(value: unknown): value is CheckoutSession {
  loose ??= compile(z.object(strict.shape))
  if (!z.validate(loose, value)) return false
  let keys = 0
  for (const _ in value as object) keys++
  return keys === FIELDS
}
