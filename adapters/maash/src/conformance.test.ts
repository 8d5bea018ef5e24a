import type { Money } from '@onetill/core'
import {
  type AdapterSuite,
  describeAdapter,
  exactNumber,
  fuzzAdapter,
  type JsonObject,
} from '@onetill/testkit/conformance'
import { maash } from './adapter.ts'
import { maashMapper } from './map.ts'

const API_KEY = `mk_test_${'c4na'.repeat(8)}`

const suite: AdapterSuite = {
  mapper: maashMapper,
  fixtures: new URL('../fixtures/', import.meta.url),
  connect: ({ baseUrl }) => maash({ apiKey: API_KEY, baseUrl, insecureLoopback: true }),
  credentials: [API_KEY],
  sampleId: 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  withAmount: (native, { value, currency }: Money): JsonObject => ({
    ...native,
    data: { ...objectOf(native['data']), merchant_amount: exactNumber(value), merchant_currency: currency },
  }),
  dependents: {
    // Without the merchant's amount or its currency the ask is the one in dollars.
    'data.merchant_amount': ['amount'],
    'data.merchant_currency': ['amount'],
    // A token is an item of a list of ours.
    'data.supported_tokens.tokens.USDC': ['processor'],
    'data.supported_tokens.tokens.USDT': ['processor'],
    'data.unsupported_tokens.tokens.DAI': ['processor'],
    'data.unsupported_tokens.tokens.BNB': ['processor'],
  },
  openObjects: [
    'data.metadata',
    'data.metadata.order',
    'data.supported_methods',
    'data.supported_tokens.tokens',
    'data.unsupported_tokens.tokens',
  ],
  hints: {
    'data.status': maashMapper.statuses.rows.map(({ word }) => word),
    'body.status': maashMapper.statuses.rows.map(({ word }) => word),
    'data.amount_usd': [0, 0.01, 1_000_000, exactNumber('9007199254740993.01'), '100.00', -1],
    'data.merchant_amount': [1500, 12.345, exactNumber('1e2')],
    'data.merchant_currency': ['USD', 'JPY', 'KWD', 'USDC', 'XYZ', 'usd'],
    'data.supported_tokens': [{}, { tokens: {} }, { tokens: { USDC: { chain: ['base'] } } }],
    'data.supported_methods': [{ crypto: true }, { crypto: 1 }, []],
    'data.updated_at': ['2024-02-29T23:59:59.999+14:00', '2026-02-30T00:00:00Z'],
    'body.amount': ['0.00', '100.005', exactNumber('9007199254740993')],
    event: ['checkout', 'payout'],
  },
  readme: new URL('../README.md', import.meta.url),
}

describeAdapter(suite)
fuzzAdapter(suite)

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
