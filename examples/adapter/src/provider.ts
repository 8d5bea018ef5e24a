import type { ProviderFacts } from '@onetill/core/adapter'

/** What is known of Mollie. Beside each fact: the page it stands on; all were read 2026-11-21. */
export const provider = {
  id: 'mollie',
  name: 'Mollie',
  version: '0.1.0',
  docs: 'https://docs.mollie.com',
  readOn: '2026-11-21',
  // /reference/handling-errors: the request of the example.
  baseUrl: 'https://api.mollie.com',
  // /reference/authentication: a test key and a live key for each profile; the prefixes are those of the examples.
  credentialPrefixes: { live_: 'live', test_: 'test' },
  capabilities: {
    retrieve: true,
    find: [],
    create: false,
    cancel: false,
    refund: false,
    quote: false,
    selectPayment: false,
    list: false,
    webhook: 'session',
    idempotency: null,
    reportsAmount: true,
    // A total, not the single refunds.
    reportsRefunds: true,
    // A payment has no time of its last change.
    versioned: false,
  },
  rateLimit: null,
  wireExponents: {},
  watch: {
    // /docs/handling-payment-status calls failed, canceled and expired definitive. Our choice for what arrives all the same.
    lateMoneyGraceMs: 24 * 3_600_000,
    // The usual time in which refunds and disputes are still raised. Our choice, not documented.
    refundHorizonMs: 180 * 24 * 3_600_000,
    unknownLimitMs: 7 * 24 * 3_600_000,
  },
  // No details, description, metadata or link: they may hold payer, text or address.
  keeps: [
    'id',
    'mode',
    'status',
    'amount.value',
    'amount.currency',
    'amountCaptured.value',
    'amountRefunded.value',
    'amountChargedBack.value',
    'method',
    'details.failureReason',
    'createdAt',
    'paidAt',
    'canceledAt',
    'expiresAt',
    'expiredAt',
    'failedAt',
  ],
  unverified: [
    {
      id: 'pending-meaning',
      fields: ['detail'],
      reading:
        'pending is a payment that has begun and is not complete; who has to act is not said: processing/unspecified.',
    },
    {
      id: 'refunded-total',
      fields: ['refundStatus', 'amounts.refunded'],
      reading:
        'amountRefunded is what is already refunded; whether refunds that are queued or may still fail count is not said. It is read as it stands.',
    },
    {
      id: 'refunds-not-available',
      fields: ['refundStatus'],
      reading:
        'amountRefunded is only there where refunds are available; without it nothing is said of refunds: unknown.',
    },
    {
      id: 'charged-back',
      fields: ['reversal'],
      reading:
        'amountChargedBack has no state and no time: the reversal’s state is unknown, also after a dispute is won.',
    },
    {
      id: 'failure-details',
      fields: ['failure', 'detail'],
      reading: 'details.failureReason is documented for cards; the same words are read with every method.',
    },
  ],
} as const satisfies ProviderFacts
