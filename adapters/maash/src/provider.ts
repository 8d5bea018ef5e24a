import type { ProviderFacts } from '@onetill/core/adapter'

/** What is known of Maash. Pages: docs.maash.io, read 2026-11-20. */
export const provider = {
  id: 'maash',
  name: 'Maash',
  version: '0.1.0',
  docs: 'https://docs.maash.io',
  readOn: '2026-11-20',
  // /api-reference/overview; it speaks of a version in the path, but no path of any page has one.
  baseUrl: 'https://api.maash.io',
  // /authentication: one host, the key selects mainnet or simulated payments; answers do not say which.
  credentialPrefixes: { mk_live_: 'live', mk_test_: 'test' },
  capabilities: {
    retrieve: true,
    find: [],
    create: true,
    cancel: false,
    refund: false,
    quote: true,
    selectPayment: true,
    list: false,
    // /webhooks: the body has no session id, only the merchant's reference.
    webhook: 'event',
    // /api-reference/create-checkout-session: the same transaction_id answers the session that exists.
    idempotency: 'reference',
    reportsAmount: true,
    reportsRefunds: false,
    versioned: true,
  },
  rateLimit: null,
  wireExponents: {},
  watch: {
    // A transfer sent in time can be confirmed and bridged long after the session lapsed. Our choice, not documented.
    lateMoneyGraceMs: 72 * 3_600_000,
    refundHorizonMs: 0,
    // Our choice, not documented.
    unknownLimitMs: 7 * 24 * 3_600_000,
  },
  covers: {
    read: ['lifecycle', 'money', 'processor', 'descriptive'],
    // /webhooks: failed also stands for refunded; the word is all that counts.
    webhook: ['lifecycle'],
    create: ['lifecycle', 'money', 'processor', 'descriptive'],
  },
  // Reads, then webhooks; no metadata.
  keeps: [
    'data.session_id',
    'data.transaction_id',
    'data.status',
    'data.amount_usd',
    'data.merchant_currency',
    'data.merchant_amount',
    'data.created_at',
    'data.updated_at',
    'data.expires_at',
    'id',
    'event',
    'action',
    'timestamp',
    'body.status',
    'body.transaction_id',
    'body.ext_transaction_id',
    'body.amount',
    'body.currency',
  ],
  unverified: [
    {
      id: 'create-answer',
      fields: ['status', 'reference', 'payVia'],
      reading:
        'The answer to a create has no status and no amount and echoes another reference than was sent; the session is read right after, and the reference sent is kept.',
    },
    {
      id: 'same-reference',
      fields: ['amount', 'mismatch'],
      reading:
        'The same transaction_id answers the existing session; what happens when the amount differs is not documented. The read shows it as a mismatch.',
    },
    {
      id: 'select-payment',
      fields: ['payVia', 'processor'],
      reading:
        'Whether a second select-payment replaces the first is not documented, so it is never repeated; address, token amount and URI are taken as shown in the example.',
    },
    {
      id: 'read-words',
      fields: ['status'],
      reading:
        'A read lists its words without explaining them; pending is read as nothing chosen yet, confirming as seen on chain, completed as the webhook word of the same name.',
    },
    {
      id: 'pending-per-channel',
      fields: ['status'],
      reading:
        'A webhook says pending for a payment seen on chain; a read lists pending before awaiting_payment and shows it on an untouched session. Words are read per channel.',
    },
    {
      id: 'wrong-amount-words',
      fields: ['status'],
      reading:
        'What underpaid and overpaid mean, and whether an underpaid session can still be topped up, is not documented; both are read as review.',
    },
    {
      id: 'failed-or-refunded',
      fields: ['status', 'refundStatus'],
      reading:
        'In webhooks failed also stands for refunded, cancelled and rejected. A read of failed has no detail, and the webhook word decides nothing: the session is read again.',
    },
    {
      id: 'expired-or-gone',
      fields: ['status'],
      reading:
        'A read lists the status expired, /error-handling answers 410 for an expired session; both are expected, 410 is the error gone.',
    },
    {
      id: 'merchant-amount',
      fields: ['amount', 'amounts'],
      reading:
        'How merchant_amount relates to amount_usd and how many decimals it may have is not documented; with its currency it is the amount, else amount_usd is.',
    },
    {
      id: 'reference-names',
      fields: ['reference', 'providerData.providerTransactionId'],
      reading:
        "transaction_id is the merchant's id in a read and Maash's own in webhooks, where the merchant's is ext_transaction_id; the examples do not show one session in both.",
    },
    {
      id: 'supported-methods',
      fields: ['processor.methods'],
      reading: 'The flags of supported_methods are not named and the example leaves it out; every boolean is kept.',
    },
    {
      id: 'required-headers',
      fields: [],
      reading:
        'The read page asks for x-maash-user-type only, /authentication for x-api-key as well; both are always sent.',
    },
    {
      id: 'error-codes',
      fields: [],
      reading:
        'Error codes are listed but bodies have no field for them; one counts when it is the whole text of error.',
    },
    {
      id: 'version-in-path',
      fields: [],
      reading: '/api-reference/overview speaks of v1 in the path, no path of any page has it; requests go without.',
    },
    {
      id: 'event-id',
      fields: ['eventId'],
      reading:
        'That the id of a webhook stays the same when it is sent again is not said; it is handed on as the id of the event.',
    },
    {
      id: 'event-action',
      fields: ['name', 'status'],
      reading:
        'The example pairs the action create with the status completed, against its own table; the action is only part of the name, the status word decides.',
    },
    {
      id: 'event-kinds',
      fields: ['status'],
      reading:
        'event is documented as always checkout. An event of another name keeps its word but is not read through the table.',
    },
  ],
} as const satisfies ProviderFacts
