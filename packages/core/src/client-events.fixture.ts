import type { CallInfo, ClientEvent, RequestInfo } from './client-event.ts'

/** Which call the events below belong to. */
export const CALL = {
  callId: 7,
  provider: 'acme',
  account: 'default',
  operation: 'retrieve',
} as const satisfies CallInfo

/** Which request the events below belong to. */
export const REQUEST = {
  ...CALL,
  method: 'GET',
  route: '/v1/sessions/{id}',
  origin: 'https://api.acme.example',
  attempt: 1,
} as const satisfies RequestInfo

/** One event of each kind, and of each state that changes how it is told. */
export const EVENTS = {
  started: { type: 'attempt_started', ...REQUEST },
  answered: {
    type: 'attempt_ended',
    ...REQUEST,
    httpStatus: 200,
    errorCode: null,
    requestId: 'req_1',
    durationMs: 12.4,
  },
  refused: { type: 'attempt_ended', ...REQUEST, httpStatus: 503, errorCode: null, requestId: null, durationMs: 3 },
  unanswered: {
    ...{ type: 'attempt_ended', ...REQUEST, attempt: 3 },
    ...{ httpStatus: null, errorCode: 'deadline', requestId: null, durationMs: 10_000 },
  },
  again: { type: 'retry_scheduled', ...REQUEST, delayMs: 250.7, because: 503 },
  waited: { type: 'rate_limit_waited', ...REQUEST, waitedMs: 1_500 },
  paused: { type: 'provider_paused', ...REQUEST, pauseMs: 60_000 },
  opened: { type: 'circuit_changed', provider: 'acme', account: 'default', origin: REQUEST.origin, state: 'open' },
  closed: { type: 'circuit_changed', provider: 'acme', account: 'default', origin: REQUEST.origin, state: 'closed' },
  ok: { type: 'call_ended', ...CALL, errorCode: null, attempts: 1, durationMs: 13 },
  aborted: { type: 'call_ended', ...CALL, errorCode: 'aborted', attempts: 0, durationMs: 5 },
  failed: { type: 'call_ended', ...CALL, errorCode: 'provider_unavailable', attempts: 3, durationMs: 900 },
  lost: { type: 'call_ended', ...CALL, errorCode: 'outcome_unknown', attempts: 1, durationMs: 30_000 },
  applied: { type: 'call_ended', ...CALL, errorCode: 'applied_unread', attempts: 2, durationMs: 40 },
} as const satisfies Readonly<Record<string, ClientEvent>>
