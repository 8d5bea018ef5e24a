/** May something exist or have happened at the provider now? */
export type Outcome = 'none' | 'unknown' | 'applied'

/** May the caller repeat the call? `same-key`: only with the same idempotency key. */
export type Retry = 'never' | 'later' | 'same-key'

/** What one error code says. */
export interface ErrorRow {
  /** `none`: nothing happened at the provider. `unknown`: it may have. `applied`: it has. */
  readonly outcome: Outcome
  /** `never`: the same call fails again. `later`: it may work after a pause. `same-key`: repeat with the same key. */
  readonly retry: Retry
  /** One sentence: what it means and what to do. */
  readonly meaning: string
}

/** The closed table of error codes. Every `TillError` carries one of them. */
export const ERRORS = {
  invalid_options: {
    outcome: 'none',
    retry: 'never',
    meaning: 'An option is wrong; nothing was sent. Correct the option named in the message.',
  },
  invalid_input: {
    outcome: 'none',
    retry: 'never',
    meaning: 'What the caller passed is wrong; nothing was sent. Correct the fields named in `issues`.',
  },
  invalid_amount: {
    outcome: 'none',
    retry: 'never',
    meaning: 'Not an amount: plain decimal text without sign or exponent is needed, such as "12.50".',
  },
  amount_precision: {
    outcome: 'none',
    retry: 'never',
    meaning:
      'More decimals than the currency has, or no known minor unit. Amounts are never rounded; decide the amount yourself.',
  },
  currency_mismatch: {
    outcome: 'none',
    retry: 'never',
    meaning: 'Two currencies do not add or compare. Convert first.',
  },
  unknown_provider: {
    outcome: 'none',
    retry: 'never',
    meaning: 'No adapter is configured for this provider and account. Add it to `createTill({ adapters })`.',
  },
  unsupported: { outcome: 'none', retry: 'never', meaning: 'This provider does not offer the operation.' },
  authentication: {
    outcome: 'none',
    retry: 'never',
    meaning: 'The provider refused the credential. Check the key or token and its mode.',
  },
  permission: {
    outcome: 'none',
    retry: 'never',
    meaning: 'The credential may not do this. Give the key the scope it needs.',
  },
  not_found: { outcome: 'none', retry: 'never', meaning: 'The provider knows no such session for this credential.' },
  gone: {
    outcome: 'none',
    retry: 'never',
    meaning: 'The provider no longer serves this session because its time is over.',
  },
  conflict: { outcome: 'none', retry: 'never', meaning: 'The session is in a state that does not allow this.' },
  rejected: {
    outcome: 'none',
    retry: 'never',
    meaning: 'The provider refused the request as invalid. The fields are named in `issues` where it said.',
  },
  rate_limited: {
    outcome: 'none',
    retry: 'later',
    meaning: 'Too many requests. Wait for `retryAfterMs` where the provider says it, else back off.',
  },
  provider_unavailable: {
    outcome: 'none',
    retry: 'later',
    meaning: 'The provider answered that it cannot serve the request now.',
  },
  network: { outcome: 'none', retry: 'later', meaning: 'No answer reached us. The cause names the system error.' },
  deadline: {
    outcome: 'none',
    retry: 'later',
    meaning: 'The time allowed for the call is over. Raise `deadlineMs` or try later.',
  },
  outcome_unknown: {
    outcome: 'unknown',
    retry: 'never',
    meaning:
      'The answer to a write was lost: it may have happened. Do not repeat it; settle it by the read the message names.',
  },
  unconfirmed: {
    outcome: 'unknown',
    retry: 'same-key',
    meaning:
      'The answer to a write with an idempotency key was lost. Repeat the call with the same `idempotencyKey` or reference.',
  },
  applied_unread: {
    outcome: 'applied',
    retry: 'never',
    meaning: 'The write was done, but the read after it failed. Do not repeat it; read the session again.',
  },
  circuit_open: {
    outcome: 'none',
    retry: 'later',
    meaning: 'The provider failed often just now, so nothing was sent. Wait for `retryAfterMs`.',
  },
  webhook_refused: {
    outcome: 'none',
    retry: 'never',
    meaning: 'A delivery was not accepted: its signature, headers, age or size. Nothing of it was used.',
  },
  redirect_refused: {
    outcome: 'none',
    retry: 'never',
    meaning:
      'The provider answered with a redirect. Credentials are never sent to another address; check the base URL.',
  },
  response_too_large: { outcome: 'none', retry: 'never', meaning: 'The answer is larger than `maxResponseBytes`.' },
  invalid_response: {
    outcome: 'none',
    retry: 'never',
    meaning: 'The answer is not what the provider documents. `issues` names the paths and what was expected there.',
  },
  store_unavailable: {
    outcome: 'none',
    retry: 'later',
    meaning:
      'The database could not be read or written; `cause` has its code. Repeat: what was recorded is not recorded twice.',
  },
  store_version: {
    outcome: 'none',
    retry: 'never',
    meaning: 'The store was made by a newer version, or by something else. Update this package.',
  },
} as const satisfies Record<string, ErrorRow>

/** One of the closed list of error codes. */
export type ErrorCode = keyof typeof ERRORS
