// Sessions of a provider that does not exist in which no field is null, one per processor.
import { bare, CONTEXT } from './acme.fixture.ts'
import { money } from './money.ts'
import type { PayVia } from './pay-via.ts'
import type { Processor } from './processor.ts'
import type { Refund } from './refund.ts'
import type { CheckoutSession } from './session.ts'

const AT = '2026-11-20T12:00:00.123Z'
const usd = (value: string) => money(value, 'USD')

const refund: Refund = {
  id: 'r1',
  amount: usd('5'),
  status: 'succeeded',
  providerStatus: 'COMPLETED',
  reason: 'REQUESTED',
  failureReason: 'NONE',
  createdAt: AT,
  updatedAt: AT,
}

const CHANNELS: readonly (readonly [Processor, PayVia])[] = [
  [
    {
      kind: 'card',
      gateway: 'stripe',
      chargeId: 'ch_1',
      paymentIntentId: 'pi_1',
      customerId: 'cus_1',
      paymentMethodId: 'pm_1',
      card: { brand: 'visa', last4: '4242' },
      receiptUrl: 'https://example.com/r',
      authorization: {
        code: '000000',
        responseCode: '1',
        avs: 'Y',
        cvv: 'M',
        cavv: '2',
        networkTransactionId: 'n1',
        captureState: 'captured',
      },
    },
    { kind: 'call', phoneNumber: '+15550100', sipUri: 'sip:a@example.com' },
  ],
  [
    {
      kind: 'crypto',
      accepted: [{ token: 'USDC', chains: ['base', 'solana'] }],
      refused: [{ token: 'USDT', chains: [] }],
      methods: { wallet: true, exchange: false },
      selected: {
        token: 'USDC',
        chain: 'base',
        address: '0x0',
        tokenAmount: '10.5',
        paymentId: 'p1',
        transactionHash: '0x1',
      },
    },
    {
      kind: 'transfer',
      address: '0x0',
      token: 'USDC',
      chain: 'base',
      tokenAmount: '10.5',
      uri: 'ethereum:0x0',
      expiresAt: AT,
    },
  ],
  [
    { kind: 'hosted', name: 'stripe', method: 'card' },
    { kind: 'url', url: 'https://example.com/pay' },
  ],
]

/** One session per processor and way to pay, every field of each filled. */
export const FULL_SESSIONS: readonly CheckoutSession<'acme'>[] = CHANNELS.map(([processor, payVia]) =>
  bare(
    { status: 'paid', detail: 'exact' },
    {
      providerStatus: 'complete/paid',
      providerDone: true,
      environment: 'live',
      reference: 'order-1',
      amount: usd('10'),
      amounts: {
        priced: money('9.10', 'EUR'),
        authorized: usd('10'),
        received: usd('10'),
        captured: usd('10'),
        settled: money('9.500001', 'USDC'),
        fee: usd('0.30'),
      },
      purpose: 'payment',
      createdAt: AT,
      updatedAt: AT,
      expiresAt: AT,
      completedAt: AT,
      paidAt: AT,
      payVia,
      processor,
      refunds: [refund],
      refundRollUp: { refundStatus: 'partial', refundEvidence: 'list', refunded: usd('5') },
      reversal: { cause: 'chargeback', state: 'open', amount: usd('1'), at: AT },
      failure: { code: 'declined', providerCode: '51', message: 'Insufficient funds of Jane' },
      customer: { phone: '+15550100', email: 'jane@example.com', name: 'Jane' },
      description: 'Two tickets',
      metadata: { a: 1, b: [null, true, 'x'], c: { d: 1.5 } },
      providerData: { project: 'p' },
      notes: [{ code: 'schema_drift', path: 'a[0].b' }],
    },
    { ...CONTEXT, expected: { amount: usd('11'), reference: 'order-2' } },
  ),
)

/** A session with a mismatch, in which nothing else is said. */
export const BARE_SESSION: CheckoutSession<'acme'> = bare({ status: 'open', detail: null })

/** Every leaf and container of a JSON value, as paths. */
export function pathsOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value)
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))]
}

/** A copy of a JSON value with one place replaced, or removed when `change` gives undefined. */
export function changed(
  value: unknown,
  [key, ...rest]: readonly (string | number)[],
  change: (old: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value)
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...Object(value) }
  const next = changed(Reflect.get(copy, key), rest, change)
  if (next !== undefined) Reflect.set(copy, key, next)
  else if (Array.isArray(copy)) copy.splice(Number(key), 1)
  else Reflect.deleteProperty(copy, key)
  return copy
}

/** What may stand in the wrong place: every type, near misses, and nothing. */
export const REPLACEMENTS: readonly unknown[] = [
  undefined, null, true, 5, -1.5, '', 'x', '2026-11-20T12:00:00Z', '1e2', '01.50', 'paid', [], [null], {}, { a: 1 }, { value: '1', currency: 'USD' },
] // biome-ignore format: a list
