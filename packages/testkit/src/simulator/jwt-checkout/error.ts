import type { Problem } from '../common/body.ts'

/**
 * Which of the two documented shapes errors have. `session`: `{error, message, code}` of the "Get checkout session"
 * reference page; `about`: `{statusCode, message, error}` of docs.kadosei.com/about-the-api (both read 2026-11-20).
 */
export type JwtErrorShape = 'session' | 'about'

interface Row {
  readonly error: string
  readonly message: string
}

/** 401, 404, 500, 502 and 504 as in the reference page's examples; the other texts are ours. */
const ERRORS: Readonly<Record<number, Row>> = {
  400: { error: 'Bad Request', message: 'The request is not valid' },
  401: { error: 'Unauthorized', message: 'Authentication required. Please provide a valid API token' },
  403: { error: 'Forbidden', message: 'You do not have permission to access this resource' },
  404: { error: 'Not Found', message: 'The requested resource was not found' },
  409: { error: 'Conflict', message: 'The request conflicts with the current state' },
  422: { error: 'Unprocessable Entity', message: 'The request cannot be fulfilled' },
  429: { error: 'Too Many Requests', message: 'Rate limit exceeded' },
  500: { error: 'Internal Server Error', message: 'An unexpected error occurred on the server' },
  502: { error: 'Error', message: 'Service temporarily unavailable.' },
  503: { error: 'Error', message: 'Service temporarily unavailable.' },
  504: { error: 'Error', message: 'Request timed out.' },
}

/** The error body for a status; `code` repeats the status, only 500 has a `requestId`. */
export const toErrorBody = (status: number, shape: JwtErrorShape, message?: string | readonly string[]): unknown => {
  const row = ERRORS[status] ?? { error: 'Error', message: 'The request failed' }
  const said = message ?? row.message
  if (shape === 'about') return { statusCode: status, message: said, error: row.error }
  const body = { error: row.error, message: typeof said === 'string' ? said : said.join('; '), code: status }
  return status === 500 ? { ...body, requestId: 'req_1234567890' } : body
}

/** Validation messages; the `about` shape has them as an array. */
export const toMessages = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)
