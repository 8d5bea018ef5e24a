import { type AdapterSuite, describeAdapter, fuzzAdapter } from '@onetill/testkit/conformance'
import { mollie } from './adapter.ts'
import { mollieMapper } from './map.ts'

// Planted: no error and no session may show it.
const API_KEY = 'test_c4nac4na5Tq8Zr2Wx7Lb4Nc9'

const suite: AdapterSuite = {
  mapper: mollieMapper,
  fixtures: new URL('../fixtures/', import.meta.url),
  readme: new URL('../README.md', import.meta.url),
  score: new URL('../conformance.json', import.meta.url),
  connect: ({ baseUrl }) => mollie({ apiKey: API_KEY, baseUrl, insecureLoopback: true }),
  credentials: [API_KEY],
  // An id the provider could have given.
  sampleId: 'tr_WDqYK6vllg',
  withAmount: (native, { value, currency }) => ({ ...native, amount: { value, currency } }),
  openObjects: ['metadata'],
  hints: {
    status: ['open', 'pending', 'authorized', 'paid', 'canceled', 'expired', 'failed', 'Paid', 'constructor'],
    mode: ['live', 'test', 'demo'],
    amount: [{ value: '10.00', currency: 'EUR' }, null],
    'amount.value': ['0', '12.50', '-1', '1e3', 12.5, '9007199254740993.01'],
    'amount.currency': ['EUR', 'eur', 'JPY', 'KWD', 'XXX'],
    amountRefunded: [{ value: '5.00', currency: 'EUR' }, { value: '5.00', currency: 'USD' }, null],
    amountChargedBack: [
      { value: '10.00', currency: 'EUR' },
      { value: '0.00', currency: 'EUR' },
    ],
    details: [{ failureReason: 'card_declined' }, { failureReason: 'unknown_reason' }, null],
    'details.failureReason': ['card_expired', 'toString', null],
    paidAt: ['2026-02-30T10:00:00+00:00', null],
  },
}

describeAdapter(suite)
fuzzAdapter(suite)
