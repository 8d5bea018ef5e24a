import { CARD, CRYPTO, VOICE } from './stage.ts'

const USD_25 = CRYPTO.amount

/** What every Node has to print: from the providers' documents as the simulators follow them, and from counting. */
export const EXPECTED = {
  maven: {
    created: ['open', VOICE.amount, VOICE.reference, 'call'],
    isTheProvidersOwn: true,
    found: true,
    paid: ['paid', 'card', 'yes'],
    cancelled: 'cancelled',
    settled: ['open', true],
    lost: 'outcome_unknown',
    missing: 'not_found',
    // A POST is sent once. The last but three was done although it answered 502, the last but one was not.
    traffic: [
      ...['POST 201', 'GET 200', 'GET 200'],
      ...['POST 201', 'POST 204', 'GET 200'],
      ...['POST 502', 'GET 200'],
      ...['POST 502', 'GET 404'],
      'GET 404',
    ],
  },
  maash: {
    // Both tokens stand at one dollar with the simulator, six decimals; five minutes.
    quote: [USD_25, '25.000000', 300_000],
    created: ['open', USD_25, CRYPTO.reference],
    again: true,
    selected: ['open', 'transfer', 'crypto'],
    detected: 'processing',
    paid: 'paid',
    unsupported: 'unsupported',
    // Quote; two creates with their reads, the second answered with the session that exists; the choice; two reads.
    traffic: ['GET 200', 'POST 201', 'GET 200', 'POST 200', 'GET 200', 'POST 200', 'GET 200', 'GET 200'],
  },
  jwtCheckout: {
    created: ['processing', CARD.amount, CARD.reference],
    again: true,
    refund: ['pending', { value: '45.01', currency: 'AUD' }],
    refundedAgain: true,
    pending: ['paid', 'pending', 1],
    settled: ['paid', 'partial', { value: '45.01', currency: 'AUD' }],
    renewed: ['paid', [false, true]],
    traffic: ['POST 201', 'POST 201', 'POST 201', 'POST 201', 'GET 200', 'GET 200', 'GET 401', 'GET 200'],
  },
  faults: {
    // At most 1 + maxRetries requests, three unless said otherwise.
    over: ['resolved', 3],
    lasting: ['provider_unavailable', 3],
    final: ['permission', 1],
    redirect: ['redirect_refused', 1],
    // A create that failed once, its repetition, and the read.
    keyed: ['resolved', 3],
    limited: ['rate_limited', 7_000],
    large: ['response_too_large', 1],
    traffic: [
      ...['GET 503', 'GET 503', 'GET 200'],
      ...['GET 503', 'GET 503', 'GET 503'],
      ...['GET 403', 'GET 302'],
      ...['POST 503', 'POST 201', 'GET 200'],
    ],
    deadline: 'deadline',
    aborted: true,
    abortedBefore: true,
    timedOut: 'TimeoutError',
    // All of them were over before the first answer.
    answered: [],
    attempt: 'deadline',
    refused: ['network', { name: 'TypeError', code: 'ECONNREFUSED' }, 2],
  },
  webhooks: {
    // Signed; one digit changed; not signed; two hints.
    answers: [204, 401, 401, 204, 204],
    stale: 'webhook_refused',
    events: [
      ['maven', 'session', 'verified', 'paid'],
      ['maash', 'session', 'hint', 'open'],
      ['jwt-checkout', 'session', 'hint', 'paid'],
    ],
    amount: VOICE.amount,
    key: true,
  },
  watching: {
    seen: ['open', 'paid'],
    left: ['paid'],
    waited: ['settled', 'paid'],
    tooLate: 'deadline',
  },
  nodeOnly: {
    read: 'open',
    refused: ['network', { name: 'Error', code: 'ADDRESS_REFUSED' }],
    reached: 0,
    delivered: [204, [['verified', 'paid']]],
  },
}
