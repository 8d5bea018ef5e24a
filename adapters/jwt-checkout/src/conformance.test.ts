import { type AdapterSuite, describeAdapter, exactNumber, fuzzAdapter } from '@onetill/testkit/conformance'
import { jwtCheckout } from './adapter.ts'
import { jwtCheckoutMapper } from './map.ts'

const TOKEN = 'ks_test_c4nac4na5Tq8Zr2Wx7Lb4Nc9Vd3Kf6'

const suite: AdapterSuite = {
  mapper: jwtCheckoutMapper,
  fixtures: new URL('../fixtures/', import.meta.url),
  readme: new URL('../README.md', import.meta.url),
  connect: ({ baseUrl }) => jwtCheckout({ baseUrl, token: TOKEN, insecureLoopback: true }),
  credentials: [TOKEN],
  sampleId: 'e4b8c1a2-1234-5678-abcd-ef1234567890',
  // The session has no amount of its own; its first refund has one.
  withAmount: (native, { value, currency }) => ({
    ...native,
    refunds: [{ id: 'r', amount: exactNumber(value), currency, status: 'COMPLETED' }],
  }),
  amountOf: ({ refunds }) => refunds?.[0]?.amount ?? null,
  dependents: {
    // Without a list the session's word is what is left.
    refunds: ['refundStatus', 'refundEvidence'],
    'refunds[].reason': ['refunds'],
    'refunds[].failureReason': ['refunds'],
    'refunds[].createdAt': ['refunds'],
    'refunds[].updatedAt': ['refunds'],
  },
  hints: {
    status: ['PENDING', 'SUCCEEDED', 'FAILED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'REVERSED', 'succeeded', 'EXPIRED'],
    failureReason: ['EXPIRED', 'LOST_OR_STOLEN_CARD', 'toString', null, { code: 'EXPIRED' }],
    providerName: ['stripe', '', { name: 'stripe' }],
    expiresAt: ['2026-11-20T09:00:00.123456789+05:30', '2026-02-30T09:00:00Z', { at: 1 }],
    refunds: [null, []],
    'refunds[].status': ['PENDING', 'COMPLETED', 'SUCCEEDED', 'FAILED', 'CANCELLED', '__proto__'],
    'refunds[].amount': [0, 45.01, 4501, '45.01', '', '-1', 1.005, { value: 1 }],
    'refunds[].currency': ['USD', 'usd', 'JPY', 'KWD', 'EUR', 'XXX', 'USDC', '__proto__', null],
    'refunds[].reason': ['REQUESTED_BY_CUSTOMER', {}, null],
    'refunds[].createdAt': ['2026-02-30T09:00:00Z', null],
    event: ['session.completed', 'session.opened', 'refund.failed', 'constructor', 7],
    data: [null, [], { id: 'x' }],
  },
}

describeAdapter(suite)
fuzzAdapter(suite)
