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
    cancel: true,
    refund: false,
    quote: false,
    selectPayment: false,
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
  covers: {
    read: ['lifecycle', 'money', 'processor', 'descriptive'],
    webhook: ['lifecycle', 'money', 'processor', 'descriptive'],
    // The answer to a create has no amount.
    create: ['lifecycle', 'processor', 'descriptive'],
  },
  // Reads and webhooks; no caller, description, memory, card or customer field.
  keeps: [
    'session_id',
    'status',
    'is_terminal',
    'amount',
    'currency',
    'mode',
    'gateway',
    'environment',
    'transfer_status',
    'created_at',
    'updated_at',
    'expires_at',
    'completed_at',
    'error.code',
    'processor.stripe_charge_id',
    'processor.stripe_payment_intent_id',
    'processor.authnet_transaction_id',
    'processor.authnet_response_code',
    'processor.authnet_capture_status',
    'processor.braintree_transaction_id',
    'processor.shift4_charge_id',
    'processor.transaction_id',
    'processor.charge_id',
    'processor.payment_intent_id',
    'processor.response_code',
    'processor.capture_status',
  ],
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
      id: 'webhook-signature',
      fields: [],
      reading:
        'Of Maven-Signature the elements t and v1 and the signed text are documented. Not documented: t is read as seconds, v1 as lower-case hexadecimal, a comma separates them, and the secret is the key as given, whsec_ included.',
    },
    {
      id: 'error-codes',
      fields: ['failure'],
      reading:
        'Only card_declined and insufficient_funds are shown, in the widget pages; other codes are unknown and kept.',
    },
    {
      id: 'retry-after-decline',
      fields: ['status', 'failure'],
      reading:
        'Whether the caller may try another card after a decline is not documented; payment-failed with a decline code is read as over.',
    },
    {
      id: 'environment-in-read',
      fields: ['environment'],
      reading:
        "/testing says that the answer names the environment, the schema of a read has no such field; it is read where it stands, else the key's prefix counts.",
    },
    {
      id: 'currency',
      fields: ['amount'],
      reading:
        'The request has no currency and no list of currencies is documented; create sends US dollars, and answers are read in major units of whatever currency they name.',
    },
    {
      id: 'processor-fields-by-mode',
      fields: ['processor'],
      reading:
        'Which processor fields come in which mode is documented in part, for payment_method_id in two ways; every field is read in every mode.',
    },
    {
      id: 'webhook-fields',
      fields: ['providerData.project', 'failure', 'createdAt', 'updatedAt', 'expiresAt', 'completedAt'],
      reading:
        'The webhook example is cut off; project and project_slug are read as one, all other fields under the names of a read.',
    },
    {
      id: 'lost-create',
      fields: ['id'],
      reading:
        'No idempotency is documented, so a create is sent once. A lost answer is settled by a read by caller only when caller, amount, mode and gateway agree and the session is not older than the call.',
    },
    {
      id: 'cancel-refused',
      fields: [],
      reading:
        'Which status answers a cancel that comes too late is not documented; 404, 409 and 422 are read by the meaning HTTP gives them.',
    },
    {
      id: 'error-statuses',
      fields: [],
      reading: 'Answers 404, 409 and 5xx are not documented; they are read by the meaning HTTP gives them.',
    },
    {
      id: 'fiserv-fields',
      fields: ['processor'],
      reading: 'Guides add Fiserv, the schema has no field for it; whatever names are present are read.',
    },
  ],
} as const satisfies ProviderFacts
