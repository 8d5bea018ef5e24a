// A store full of sessions of providers that do not exist, in every state a page has to show.
import {
  type CardProcessor,
  type Channel,
  type CheckoutSession,
  type CryptoProcessor,
  type MapContext,
  type Money,
  money,
  type ProviderFacts,
  type Refund,
  type StatusPair,
} from '@onetill/core'
import { buildSession, type SessionParts } from '@onetill/core/adapter'
import { type Observation, observe, openStore, type Store } from '@onetill/store'
import type { PayerLink, PayerLinks } from './options.ts'

/** The time it is on the pages. */
export const NOW = new Date('2026-11-20T12:00:00.000Z')

const CAPABILITIES: ProviderFacts['capabilities'] = {
  ...{ retrieve: true, find: [], create: true, cancel: false, refund: true, quote: false, selectPayment: false },
  ...{
    list: false,
    webhook: 'session',
    idempotency: null,
    reportsAmount: true,
    reportsRefunds: true,
    versioned: false,
  },
}

const factsOf = (id: string): ProviderFacts => ({
  ...{ id, name: id, version: '0.3.0', docs: 'https://acme.example/docs', readOn: '2026-11-20', baseUrl: null },
  ...{ credentialPrefixes: {}, capabilities: CAPABILITIES, rateLimit: null, wireExponents: {}, unverified: [] },
  watch: { lateMoneyGraceMs: 60_000, refundHorizonMs: 3_600_000, unknownLimitMs: 600_000 },
})

/** A time so many minutes before now; negative: after. */
export const ago = (minutes: number): string => new Date(NOW.getTime() - minutes * 60_000).toISOString()

/** What is not said is as for an ordinary session. */
export interface SeenOptions extends Partial<Omit<SessionParts, 'status'>> {
  readonly provider?: string
  readonly via?: Channel
  readonly environment?: MapContext['environment']
  readonly expected?: MapContext['expected']
  readonly native?: string
}

/** One session as it was seen so many minutes ago. */
export function seen(
  id: string,
  minutes: number,
  [status, detail]: readonly [string, string?],
  options: SeenOptions = {},
): Observation {
  const { provider = 'acme', via = 'read', environment = 'live', expected = null, native = null, ...parts } = options
  const pair = { status, detail: detail ?? null } as StatusPair
  const session: CheckoutSession = buildSession(
    factsOf(provider),
    {
      ...{ id, status: { pair, row: undefined, overruled: false }, providerStatus: status.toUpperCase() },
      ...{ providerData: null, notes: [], ...parts },
    },
    { at: ago(minutes), via, account: 'default', environment, expected, overrides: [] },
  )
  return observe(session, factsOf(provider), { native })
}

const refund = (amount: Money, status: Refund['status']): Refund => ({
  ...{ id: 're_7K2', amount, status, providerStatus: status.toUpperCase(), reason: 'REQUESTED_BY_PAYER' },
  ...{ failureReason: null, createdAt: ago(90), updatedAt: ago(85) },
})

const card = (brand: string, last4: string): CardProcessor => ({
  kind: 'card',
  ...{ gateway: 'stripe', chargeId: 'ch_3PqL2x', paymentIntentId: 'pi_3PqL2x', customerId: 'cus_Q1' },
  ...{ paymentMethodId: 'pm_1Q', card: { brand, last4 }, receiptUrl: null, authorization: null },
})

const chain = (token: string, name: string): CryptoProcessor => ({
  kind: 'crypto',
  accepted: [
    { token: 'USDC', chains: ['base', 'solana', 'polygon'] },
    { token: 'USDT', chains: ['tron'] },
  ],
  ...{ refused: null, methods: null },
  selected: {
    ...{ token, chain: name, address: '0x9f2b61c7', tokenAmount: '250.000000' },
    ...{ paymentId: 'pay_88', transactionHash: '0xabc4d1' },
  },
})

const usd = (value: string) => money(value, 'USD')
const eur = (value: string) => money(value, 'EUR')
const PAYER = { name: 'Jane Roe', email: 'jane.roe@example.com', phone: '+15550100' }

/** Everything a board can show, newest first at noon. */
export const SEEN: readonly Observation[] = [
  seen('cs_9hV2kQ', 3, ['open', 'awaiting_payment'], {
    reference: 'order-10482',
    amount: usd('128.50'),
    createdAt: ago(4),
    expiresAt: ago(-26),
    customer: PAYER,
  }),
  seen('cs_9hV1aa', 6, ['open', 'collecting'], {
    provider: 'voice',
    reference: 'call-771',
    amount: usd('45.00'),
    createdAt: ago(7),
  }),
  seen('pay_55Ae', 9, ['processing', 'confirming'], {
    provider: 'chain',
    reference: 'order-10481',
    amount: usd('250.00'),
    createdAt: ago(12),
    processor: chain('USDC', 'base'),
  }),
  seen('h_20881', 11, ['processing', 'unspecified'], {
    provider: 'hosted',
    reference: 'order-10480',
    expected: { amount: eur('1249.00'), reference: 'order-10480' },
    createdAt: ago(13),
    processor: { kind: 'hosted', name: 'stripe', method: 'card' },
  }),
  seen('cs_9hUzz1', 30, ['open', 'created'], {
    reference: 'order-10479',
    amount: usd('2150.00'),
    createdAt: ago(42),
    native: '{"status":"OPEN","amount":"2150.00","customer":{"email":"jane.roe@example.com"}}',
  }),
  seen('cs_9hUzz1', 20, ['paid', 'exact'], {
    reference: 'order-10479',
    amount: usd('2150.00'),
    createdAt: ago(42),
    paidAt: ago(21),
    amounts: { received: usd('2150.00'), captured: usd('2150.00'), fee: usd('62.65') },
    processor: card('visa', '4242'),
    customer: PAYER,
    description: 'Two tickets, row 7',
    refunds: [],
    refundRollUp: { refundStatus: 'none', refundEvidence: 'list', refunded: null },
    native: '{"status":"PAID","amount":"2150.00","card_last4":"4242","customer":{"email":"jane.roe@example.com"}}',
  }),
  seen('cs_9hUx07', 55, ['authorized'], {
    reference: 'order-10478',
    amount: usd('89.99'),
    createdAt: ago(60),
    amounts: { authorized: usd('89.99') },
    processor: card('mastercard', '5100'),
  }),
  seen('pay_54Zq', 62, ['review', 'underpaid'], {
    provider: 'chain',
    reference: 'order-10477',
    amount: usd('400.00'),
    createdAt: ago(80),
    amounts: { received: usd('380.00') },
    processor: chain('USDT', 'tron'),
  }),
  seen('h_20877', 64, ['paid'], {
    provider: 'hosted',
    reference: 'order-10476',
    createdAt: ago(180),
    expected: { amount: eur('349.00'), reference: 'order-10476' },
    refunds: [refund(eur('49.00'), 'pending')],
    refundRollUp: { refundStatus: 'pending', refundEvidence: 'list', refunded: null },
    processor: { kind: 'hosted', name: 'adyen', method: 'ideal' },
  }),
  seen('cs_9hTq44', 70, ['paid', 'exact'], {
    reference: 'order-10475',
    amount: money('18500', 'JPY'),
    createdAt: ago(190),
    refunds: [refund(money('18500', 'JPY'), 'succeeded')],
    refundRollUp: { refundStatus: 'full', refundEvidence: 'list', refunded: money('18500', 'JPY') },
    processor: card('jcb', '0505'),
  }),
  seen('cs_9hTp90', 75, ['paid', 'exact'], {
    reference: 'order-10474',
    amount: usd('640.00'),
    createdAt: ago(200),
    refunds: [refund(usd('120.00'), 'succeeded')],
    refundRollUp: { refundStatus: 'partial', refundEvidence: 'list', refunded: usd('120.00') },
    processor: card('visa', '1881'),
  }),
  seen('cs_9hTo11', 80, ['failed', 'declined'], {
    reference: 'order-10473',
    amount: usd('75.20'),
    createdAt: ago(230),
    failure: { code: 'insufficient_funds', providerCode: '51', message: 'Insufficient funds' },
    processor: card('visa', '0341'),
  }),
  seen('cs_9hTa02', 85, ['expired', 'abandoned'], {
    provider: 'voice',
    reference: 'call-760',
    amount: usd('30.00'),
    createdAt: ago(300),
  }),
  seen('pay_53Lm', 90, ['expired', 'unpaid'], {
    provider: 'chain',
    reference: 'order-10470',
    amount: usd('1200.00'),
    createdAt: ago(340),
    processor: chain('USDC', 'solana'),
  }),
  seen('cs_9hSv71', 95, ['no_charge', 'method_saved'], {
    provider: 'voice',
    reference: 'member-88',
    createdAt: ago(400),
    purpose: 'save_method',
    processor: card('amex', '0005'),
  }),
  seen('cs_9hSs30', 99, ['cancelled'], {
    reference: 'order-10468',
    amount: usd('15.00'),
    createdAt: ago(420),
    environment: 'test',
  }),
  seen('h_20860', 120, ['paid'], {
    provider: 'hosted',
    reference: 'order-10467',
    createdAt: ago(1_500),
    amount: eur('99.00'),
  }),
  seen('h_20860', 100, ['failed'], {
    provider: 'hosted',
    reference: 'order-10467',
    createdAt: ago(1_500),
    amount: eur('99.00'),
    completedAt: ago(100),
  }),
  seen('pay_52Kd', 140, ['paid', 'over'], {
    provider: 'chain',
    reference: 'order-10466',
    amount: usd('60.00'),
    createdAt: ago(1_700),
    amounts: { priced: money('55.10', 'EUR') },
    processor: chain('USDC', 'base'),
  }),
  seen('pay_52Kd', 130, ['unknown'], {
    provider: 'chain',
    reference: 'order-10466',
    amount: usd('60.00'),
    createdAt: ago(1_700),
    providerStatus: 'settling_v2',
  }),
  seen('cs_9hRr18', 150, ['paid', 'exact'], {
    reference: 'order-10465',
    amount: money('12.345', 'BHD'),
    createdAt: ago(2_900),
    processor: card('visa', '4242'),
    refunds: [refund(money('2.000', 'BHD'), 'failed')],
    refundRollUp: { refundStatus: 'failed', refundEvidence: 'list', refunded: null },
  }),
]

/** A store in memory with these. */
export async function filled(observations: readonly Observation[] = SEEN): Promise<Store> {
  const store = await openStore({ url: 'sqlite::memory:', now: () => NOW })
  await store.record(observations)
  return store
}

/** Links that are kept as long as the test runs. */
export function memoryLinks(): PayerLinks {
  const links = new Map<string, PayerLink>()
  return {
    create: async (link) => void links.set(link.hash, link),
    find: async (hash) => links.get(hash) ?? null,
    list: async (key) => [...links.values()].filter((link) => link.key === key).reverse(),
    revoke: async (hash, at) => {
      const link = links.get(hash)
      if (link !== undefined && link.revokedAt === null) links.set(hash, { ...link, revokedAt: at })
    },
  }
}
