import type { ProviderFacts } from '@onetill/core/adapter'

/** What is known of Maven. Pages: docs.trymaven.com, read 2026-11-20. */
export const provider = {
  id: 'maven',
  name: 'Maven',
  version: '0.1.0',
  docs: 'https://docs.trymaven.com',
  readOn: '2026-11-20',
  // /api-reference/overview; one host for test and live, the key selects the mode (/authentication).
  baseUrl: 'https://api.trymaven.com',
  credentialPrefixes: { mvn_live_: 'live', mvn_test_: 'test' },
  capabilities: {
    retrieve: true,
    find: ['caller'],
    create: true,
    cancel: false,
    refund: false,
    list: false,
    webhook: 'session',
    idempotency: null,
    reportsAmount: true,
    reportsRefunds: false,
    versioned: true,
  },
  // /authentication: 20 a minute per endpoint, test as live; /api-reference/overview: per IP address.
  rateLimit: { requests: 20, windowMs: 60_000, per: 'endpoint and address' },
  wireExponents: {},
  watch: {
    // A call in progress may still end in a payment shortly after the session lapsed. Our choice, not documented.
    lateMoneyGraceMs: 15 * 60_000,
    refundHorizonMs: 0,
    unknownLimitMs: 24 * 3_600_000,
  },
  unverified: [
    {
      id: 'collecting-spelling',
      fields: ['status'],
      reading: 'PENDING and COLLECTING stand upper-case in prose only; words are compared without case, `_` as `-`.',
    },
    {
      id: 'tokenize-success',
      fields: ['status', 'purpose'],
      reading:
        'No success word of its own is documented for tokenize sessions; payment-success with mode tokenize is read as a saved card.',
    },
    {
      id: 'held-for-review',
      fields: ['status'],
      reading: 'Authorize.net response code 4 (held) has no session word; the session is read as review/held.',
    },
    {
      id: 'capture-status',
      fields: ['status'],
      reading:
        'payment-success with authnet_capture_status authorized is read as authorized, because the funds are not captured.',
    },
    {
      id: 'abandoned-meaning',
      fields: ['status'],
      reading: 'abandoned is read as: the caller left before paying.',
    },
    {
      id: 'caller-selection',
      fields: ['id'],
      reading: 'Which session a read by caller answers when a caller has several is not documented.',
    },
    {
      id: 'transfer-status-values',
      fields: ['providerData.transferStatus'],
      reading: 'No values of transfer_status are documented; the text is kept.',
    },
    {
      id: 'webhook-processor-names',
      fields: ['processor'],
      reading: 'Guides name webhook processor fields without their gateway prefix; both forms are read.',
    },
    {
      id: 'error-codes',
      fields: ['failure'],
      reading:
        'Only card_declined and insufficient_funds are shown, in the widget pages; other codes are unknown and kept.',
    },
    {
      id: 'fiserv-fields',
      fields: ['processor'],
      reading: 'Guides add Fiserv, the schema has no field for it; whatever names are present are read.',
    },
  ],
} as const satisfies ProviderFacts
