import type { ProviderFacts } from '@onetill/core/adapter'

/** What is known of the JWT checkout API. Pages: "Get checkout session" and docs.kadosei.com, read 2026-11-20. */
export const provider = {
  id: 'jwt-checkout',
  name: 'JWT checkout',
  version: '0.1.0',
  docs: 'https://docs.kadosei.com',
  readOn: '2026-11-20',
  // The reference page shows a placeholder, /about-the-api has lost the value.
  baseUrl: null,
  // Start page: production and sandbox keys. A JWT says nothing of the environment.
  credentialPrefixes: { ks_live_: 'live', ks_test_: 'test' },
  capabilities: {
    retrieve: true,
    find: [],
    create: true,
    cancel: false,
    refund: true,
    quote: false,
    selectPayment: false,
    list: false,
    webhook: 'event',
    // /create-a-payment and /refunds: `Idempotency-Key`, required on both writes.
    idempotency: 'header',
    reportsAmount: false,
    reportsRefunds: true,
    versioned: true,
  },
  // 429 is documented in /about-the-api, a limit is not.
  rateLimit: null,
  wireExponents: {},
  watch: {
    // A hosted page may be finished while the session lapses. Our choice, not documented.
    lateMoneyGraceMs: 24 * 3_600_000,
    // The usual time in which refunds and disputes are still raised. Our choice, not documented.
    refundHorizonMs: 180 * 24 * 3_600_000,
    unknownLimitMs: 7 * 24 * 3_600_000,
  },
  covers: {
    // No amount and no currency in any answer; refunds carry their own.
    read: ['lifecycle', 'refunds', 'processor', 'descriptive'],
    create: ['lifecycle', 'refunds', 'processor', 'descriptive'],
  },
  // Reads, then webhooks, whose form is not documented: only what names them and the session.
  keeps: [
    'id',
    'orderReference',
    'status',
    'failureReason',
    'createdAt',
    'updatedAt',
    'expiresAt',
    'refunds[].id',
    'refunds[].amount',
    'refunds[].currency',
    'refunds[].status',
    'refunds[].failureReason',
    'refunds[].createdAt',
    'refunds[].updatedAt',
    'event',
    'type',
    'eventId',
    'sessionId',
    'data.id',
    'data.sessionId',
    'data.orderReference',
  ],
  unverified: [
    {
      id: 'create-answer',
      fields: ['id', 'status', 'payVia'],
      reading:
        'Of the answer to a create only checkoutUrl could be read. The id is taken from id or sessionId; without a status the session is read right after.',
    },
    {
      id: 'refund-currency',
      fields: ['refunds'],
      reading:
        'A refund request carries no currency; it is taken to be the session’s. When the answer names another than was meant, the call fails as applied_unread.',
    },
    {
      id: 'repeated-create',
      fields: ['id'],
      reading:
        'That the same Idempotency-Key answers the first session again is said of refunds only; it is taken to hold for sessions.',
    },
    {
      id: 'vendor',
      fields: ['provider'],
      reading:
        'The reference page names no host or vendor; docs.kadosei.com is taken for its home because path, field names and an example id are the same.',
    },
    {
      id: 'authentication',
      fields: [],
      reading:
        'The reference page asks for a JWT, /about-the-api and /create-a-payment for an API key; whichever token is given is sent.',
    },
    {
      id: 'pending-meaning',
      fields: ['status'],
      reading:
        'PENDING is not explained: the payer may not have begun or may be done; it is read as processing/unspecified.',
    },
    {
      id: 'pending-with-failure-reason',
      fields: ['status', 'failure', 'providerData.failureReason'],
      reading:
        'The example is PENDING with failureReason EXPIRED. The word wins: failure is null, the reason is kept, the note is contradiction. The same for the paid words.',
    },
    {
      id: 'expired',
      fields: ['status'],
      reading:
        'There is an event session.expired but no status EXPIRED; FAILED with failureReason exactly EXPIRED is read as expired/unpaid.',
    },
    {
      id: 'words-outside-the-enum',
      fields: ['status'],
      reading:
        'PARTIALLY_REFUNDED, REFUNDED and REVERSED are not among the allowed values, but named in the text on refunds; all are read.',
    },
    {
      id: 'reversed',
      fields: ['status', 'reversal', 'refundStatus'],
      reading:
        'REVERSED is not defined; it is read as paid with a reversal of unknown cause and state, and says nothing of refunds.',
    },
    {
      id: 'failure-reasons',
      fields: ['failure'],
      reading:
        'No list of failureReason is documented. LOST_OR_STOLEN_CARD, shown on a refund, is read the same on a session; others are unknown and kept.',
    },
    {
      id: 'object-fields',
      fields: ['failure', 'processor', 'expiresAt', 'providerData.failureReason', 'refunds'],
      reading:
        'failureReason, providerName and expiresAt are declared "object" and shown as text; text is read, anything else is null with the note schema_drift. Types of refund fields are not listed; their reasons are read the same way.',
    },
    {
      id: 'refund-success-word',
      fields: ['refunds', 'refundStatus', 'amounts.refunded'],
      reading: 'A refund is documented to succeed as COMPLETED; the session word SUCCEEDED is read the same.',
    },
    {
      id: 'refunded-when-issued',
      fields: ['refundStatus'],
      reading:
        'Issuing a refund already changes the session word, and what happens when it fails is not documented; the list of refunds beats the word.',
    },
    {
      id: 'refunds-null',
      fields: ['refunds', 'refundStatus'],
      reading:
        'refunds is null outside the refundable states; null or absent with SUCCEEDED, PENDING or FAILED is read as none by the word. An empty list is none, but beside a refunded word the word stays.',
    },
    {
      id: 'amount-units',
      fields: ['refunds', 'amounts.refunded'],
      reading: 'Amounts are shown with two decimals in major units only; other currencies are read in major units too.',
    },
    {
      id: 'webhook-payload',
      fields: ['name', 'sessionId', 'reference', 'eventId'],
      reading:
        'The body of webhooks is not documented. The name is read from event or type; ids from sessionId, orderReference and eventId, also under data, and data.id of session events. They only make a read due.',
    },
    {
      id: 'error-messages',
      fields: [],
      reading: 'A validation message in a list is taken to begin with the name of its field; only that name is kept.',
    },
  ],
} as const satisfies ProviderFacts
