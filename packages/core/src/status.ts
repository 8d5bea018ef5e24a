/**
 * The shared lifecycle words, each with its closed list of details. Frozen: a status is never added; a detail may be,
 * in a minor version. A detail is only set from evidence, else it is null.
 */
export const STATUSES = {
  /** The payer can start or go on paying; nothing is with a bank or chain yet. */
  open: ['created', 'awaiting_payment', 'collecting', 'requires_action', 'partially_paid'],
  /** The payer has acted, or the provider says no more; bank, network or chain decides. */
  processing: ['confirming', 'awaiting_merchant', 'unspecified'],
  /** Funds are reserved; the merchant has to capture or release them. */
  authorized: [],
  /** Money was taken: at least what was due, or what the merchant finally captured. */
  paid: ['exact', 'over', 'partial_capture'],
  /** Finished well, and by design no money moved. */
  no_charge: ['method_saved', 'nothing_due'],
  /** Money is there but not right; a person or a rule must decide. */
  review: ['underpaid', 'overpaid', 'late', 'mismatch', 'held'],
  /** Over without money, by refusal or error. */
  failed: ['declined', 'error'],
  /** Somebody ended it on purpose. */
  cancelled: [],
  /** Time ended it. */
  expired: ['unpaid', 'abandoned'],
  /** Not a word we know; the provider's word is kept beside it. Never guessed. */
  unknown: [],
} as const satisfies Record<string, readonly string[]>

/** One of the ten shared lifecycle words. */
export type Status = keyof typeof STATUSES

/** The details a status may have. */
export type DetailOf<S extends Status> = (typeof STATUSES)[S][number]

/** Any detail. */
export type Detail = DetailOf<Status>

/** A status with one of its own details, or none. */
export type StatusPair = { readonly [S in Status]: { readonly status: S; readonly detail: DetailOf<S> | null } }[Status]

/** The words of `STATUSES`, in order. */
export const STATUS_WORDS = Object.keys(STATUSES) as readonly Status[]

/** Whether a value is a status with one of its own details or null, and nothing else. */
export function isStatusPair(value: unknown): value is StatusPair {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false
  if (!('status' in value) || !('detail' in value) || typeof value.status !== 'string') return false
  const details = new Map<string, readonly unknown[]>(Object.entries(STATUSES)).get(value.status)
  return details !== undefined && (value.detail === null || details.includes(value.detail))
}

/**
 * For the `default` branch of a switch over a closed list: does not compile while a case is missing.
 * @example
 * switch (session.status) {
 *   case 'paid': return ship()
 *   // …
 *   default: return assertNever(session.status)
 * }
 */
export function assertNever(value: never): never {
  throw new TypeError(
    `a case is missing for ${typeof value === 'string' ? (value as string).slice(0, 40) : typeof value}`,
  )
}
