import type { Problem } from '../common/body.ts'

/**
 * HTTP statuses of docs.maash.io/error-handling (read 2026-11-20). The body has human text under `error`; the listed
 * codes have no field of their own, so where a code says it all it stands here. Statuses outside that page: our wording.
 */
const ERROR: Readonly<Record<number, string>> = {
  400: 'invalid_transaction_data',
  401: 'authentication_required',
  403: 'Forbidden',
  404: 'Session not found',
  410: 'Session expired',
  429: 'Too many requests',
  500: 'database_operation_failed',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
}

/** `{"error": "…"}`; another text than the status's own may be given. */
export const toErrorBody = (status: number, error?: string): unknown => ({ error: error ?? ERROR[status] ?? 'Error' })

/** `{"error": "…", "details": {"validation_errors": ["field: message"]}}` */
export const toValidationBody = (status: number, problems: readonly Problem[]): unknown => ({
  error: ERROR[status] ?? 'Error',
  details: { validation_errors: problems.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`) },
})
