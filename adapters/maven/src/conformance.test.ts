import { type AdapterSuite, describeAdapter, fuzzAdapter } from '@onetill/testkit/conformance'
import { maven } from './adapter.ts'
import { mavenMapper } from './map.ts'

const API_KEY = 'mvn_test_c4nac4na5Tq8Zr2Wx7Lb4Nc9Vd3Kf6'

const suite: AdapterSuite = {
  mapper: mavenMapper,
  fixtures: new URL('../fixtures/', import.meta.url),
  readme: new URL('../README.md', import.meta.url),
  connect: ({ baseUrl }) => maven({ apiKey: API_KEY, baseUrl, insecureLoopback: true }),
  credentials: [API_KEY],
  sampleId: '7d3f0c01-4a1b-4c2d-8e3f-90a1b2c3d401',
  withAmount: (native, { value, currency }) => ({ ...native, amount: value, currency }),
  dependents: {
    currency: ['amount'],
    // Without its gateway every name of every gateway is tried.
    gateway: ['processor', 'providerData'],
    // Without the 23 fields only the name of the gateway is left.
    processor: ['processor', 'providerData', 'environment'],
    'processor.test_skip': ['environment'],
    mode: ['purpose'],
  },
  hints: {
    status: [
      'PENDING',
      'pending',
      'COLLECTING',
      'payment-success',
      'PAYMENT_SUCCESS',
      'payment-authorized',
      'payment_failed',
      'payment-failed',
      'expired',
      'cancelled',
      'canceled',
      'abandoned',
    ],
    mode: ['charge', 'tokenize', 'verify'],
    gateway: ['stripe', 'authorizenet', 'braintree', 'shift4', 'fiserv', 'constructor'],
    amount: ['0', '.5', '5.', '+5', '-5', '00012.50', '1.234567', '150', 49.99, '1e3', '', 'NaN'],
    currency: ['USD', 'usd', 'JPY', 'KWD', 'XXX', 'USDC', '__proto__'],
    is_terminal: [true, false],
    environment: ['live', 'test', 'staging'],
    'processor.authnet_response_code': ['1', '2', '3', '4'],
    'processor.authnet_capture_status': ['captured', 'authorized'],
    'processor.capture_status': ['captured', 'authorized'],
    'processor.test_skip': [true, false],
    'processor.transaction_id': ['test_skip_1775720123456'],
    'error.code': ['card_declined', 'insufficient_funds', 'toString', 'expired_card'],
    created_at: ['2026-11-20T09:00:00.123456789+05:30', '2026-02-30T09:00:00Z', '2026-11-20'],
  },
}

describeAdapter(suite)
fuzzAdapter(suite)
