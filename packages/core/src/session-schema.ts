import * as z from 'zod'
import type { JsonRecord } from './json-value.ts'
import { moneySchema } from './money.ts'
import { NOTES, type NoteCode } from './notes.ts'
import { REFUND_EVIDENCE, REFUND_STATES, REFUND_STATUSES } from './refund.ts'
import { CHANNELS, type CheckoutSession, ENVIRONMENTS, FAILURE_CODES, SCHEMA_VERSION } from './session.ts'
import { type Detail, STATUS_WORDS, STATUSES, type Status } from './status.ts'

/** Marks personal data; redaction finds it by this mark, and the JSON Schema shows it. */
const PERSONAL = { personal: true } as const

const text = z.string()
const id = text.min(1)
const nullable = <Schema extends z.ZodType>(schema: Schema) => z.nullable(schema)
const time = nullable(text.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/))
const maybeText = nullable(text)
const maybeMoney = nullable(moneySchema)
const record = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonRecord>
const statusWord = z.enum(STATUS_WORDS as [Status, ...Status[]])
const details = Object.values(STATUSES).flat()

const tokens = nullable(z.array(z.strictObject({ token: text, chains: z.array(text) })))

const processor = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('card'),
    gateway: text,
    chargeId: maybeText,
    paymentIntentId: maybeText,
    customerId: maybeText,
    paymentMethodId: maybeText,
    card: nullable(z.strictObject({ brand: maybeText, last4: maybeText })),
    receiptUrl: maybeText,
    authorization: nullable(
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
    methods: nullable(z.record(z.string(), z.boolean())),
    selected: nullable(
      z.strictObject({
        token: text,
        chain: text,
        address: maybeText,
        tokenAmount: maybeText,
        paymentId: maybeText,
        transactionHash: maybeText,
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
  reason: maybeText.meta(PERSONAL),
  failureReason: maybeText.meta(PERSONAL),
  createdAt: time,
  updatedAt: time,
})

/** Strict schema of a `CheckoutSession`: every field present, nothing else, as `JSON.parse` gives it back. */
export const checkoutSession: z.ZodType<CheckoutSession> = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  provider: id,
  account: id,
  environment: z.enum(ENVIRONMENTS),
  id,
  reference: maybeText,
  status: statusWord,
  detail: nullable(z.enum(details as [Detail, ...Detail[]])),
  providerStatus: maybeText,
  providerDone: nullable(z.boolean()),
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
  expected: nullable(z.strictObject({ amount: maybeMoney, reference: maybeText })),
  assumed: z.array(z.enum(['amount', 'reference'])),
  mismatch: z.array(
    z.discriminatedUnion('field', [
      z.strictObject({ field: z.literal('amount'), expected: moneySchema, actual: moneySchema }),
      z.strictObject({ field: z.literal('reference'), expected: text, actual: text }),
    ]),
  ),
  purpose: nullable(z.enum(['payment', 'save_method'])),
  createdAt: time,
  updatedAt: time,
  expiresAt: time,
  completedAt: time,
  paidAt: time,
  payVia: nullable(payVia),
  processor: nullable(processor),
  refunds: nullable(z.array(refund)),
  refundStatus: z.enum(REFUND_STATUSES),
  refundEvidence: nullable(z.enum(REFUND_EVIDENCE)),
  reversal: nullable(
    z.strictObject({
      cause: z.enum(['chargeback', 'bank_return', 'chain_reorganized', 'unknown']),
      state: z.enum(['open', 'lost', 'won', 'unknown']),
      amount: maybeMoney,
      at: time,
    }),
  ),
  failure: nullable(
    z.strictObject({ code: z.enum(FAILURE_CODES), providerCode: maybeText, message: maybeText.meta(PERSONAL) }),
  ),
  customer: nullable(z.strictObject({ phone: maybeText, email: maybeText, name: maybeText })).meta(PERSONAL),
  description: maybeText.meta(PERSONAL),
  metadata: nullable(record).meta(PERSONAL),
  providerData: nullable(record).meta(PERSONAL),
  notes: z.array(z.strictObject({ code: z.enum(Object.keys(NOTES) as [NoteCode, ...NoteCode[]]), path: text })),
  observed: z.strictObject({
    at: text.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
    via: z.enum(CHANNELS),
    adapter: text,
    overruled: z.boolean(),
  }),
})
