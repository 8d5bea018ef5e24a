import type { ErrorCode } from '@onetill/core'
import { answer, answering, type Fault } from './fault.ts'

const status = (code: number, error: ErrorCode, transient: boolean, headers: readonly string[] = []): Fault => ({
  name: `${code}${headers.length === 0 ? '' : `, ${headers.join(', ')}`}`,
  codes: [error],
  transient,
  // A 4xx is the word of somebody who has looked at the request and not done it.
  lost: code >= 500,
  serve: answering((socket) => answer(socket, `${code} x`, '{}', headers)),
})

/** Whole answers that refuse, for good or for a while; 429 and 503 say when to come back, so that no test waits. */
export const STATUSES: readonly Fault[] = [
  status(400, 'rejected', false),
  status(401, 'authentication', false),
  status(403, 'permission', false),
  status(404, 'not_found', false),
  status(405, 'rejected', false),
  status(408, 'provider_unavailable', true),
  status(409, 'conflict', false),
  status(410, 'gone', false),
  status(422, 'rejected', false),
  status(425, 'provider_unavailable', true),
  status(429, 'rate_limited', true, ['retry-after: 0']),
  status(500, 'provider_unavailable', true),
  status(501, 'provider_unavailable', false),
  status(502, 'provider_unavailable', true),
  status(503, 'provider_unavailable', true, ['retry-after: 0']),
  status(504, 'provider_unavailable', true),
  status(505, 'provider_unavailable', false),
]
