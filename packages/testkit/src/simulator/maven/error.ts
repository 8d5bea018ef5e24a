import type { Problem } from '../common/body.ts'

/**
 * The human-readable text under `detail`. Statuses 401, 403, 422, 429: docs.trymaven.com/authentication; that `detail`
 * is a message: /api-reference/overview (read 2026-11-20). The wording, and all other statuses, are not documented.
 */
const DETAIL: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Invalid or missing API key',
  403: 'API key lacks the required scope',
  404: 'Session not found',
  409: 'Session cannot be changed in its current state',
  429: 'Rate limit exceeded: 20 requests per minute',
  500: 'Internal server error',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
}

/** `{"detail": "…"}`, and the FastAPI form for 422. */
export const toErrorBody = (status: number): unknown =>
  status === 422
    ? toValidationBody([{ loc: ['body'], msg: 'Field required', type: 'missing' }])
    : { detail: DETAIL[status] ?? 'Request failed' }

/** `HTTPValidationError` of the published schema. */
export const toValidationBody = (problems: readonly Problem[]): unknown => ({ detail: problems })
