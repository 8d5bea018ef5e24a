import type { ClientEvent, ClientObserver, RequestInfo } from './client-event.ts'
import { TillError } from './error.ts'
import { ERRORS } from './error-codes.ts'

/** Levels from none to all. */
export const LOG_LEVELS = ['off', 'error', 'warn', 'info', 'debug'] as const

/** Least level that is logged; `off` logs nothing. */
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Where log lines go; `console` is one. */
export interface Logger {
  /** Every attempt, and every change of the circuit but its opening. */
  readonly debug: (message: string, data: object) => void
  /** Calls that ended well or were ended by the caller, repetitions, waiting. */
  readonly info: (message: string, data: object) => void
  /** Calls that failed, pauses, an opened circuit. */
  readonly warn: (message: string, data: object) => void
  /** Calls after which something may have happened at the provider. */
  readonly error: (message: string, data: object) => void
}

type Written = Exclude<LogLevel, 'off'>
type Events = { readonly [Type in ClientEvent['type']]: Extract<ClientEvent, { type: Type }> }

/** Level and line of each kind of event. A line is made of the fields of the event alone. */
const LINES: { readonly [Type in keyof Events]: Line<Events[Type]> } = {
  attempt_started: { level: () => 'debug', text: (event) => `${requestText(event)} begins` },
  attempt_ended: {
    level: () => 'debug',
    text: (event) => `${requestText(event)} → ${event.httpStatus ?? event.errorCode} in ${ms(event.durationMs)}`,
  },
  retry_scheduled: {
    level: () => 'info',
    text: (event) => `${requestText(event)} → ${event.because}, again in ${ms(event.delayMs)}`,
  },
  rate_limit_waited: {
    level: () => 'info',
    text: (event) => `${requestText(event)} waited ${ms(event.waitedMs)} for the rate limit`,
  },
  provider_paused: {
    level: () => 'warn',
    text: (event) => `${accountText(event)} answered 429: nothing is sent for ${ms(event.pauseMs)}`,
  },
  circuit_changed: {
    level: ({ state }) => (state === 'open' ? 'warn' : 'debug'),
    text: (event) => `${accountText(event)} circuit of ${event.origin} is ${event.state}`,
  },
  call_ended: {
    level: ({ errorCode }) => {
      if (errorCode === null || errorCode === 'aborted') return 'info'
      return ERRORS[errorCode].outcome === 'none' ? 'warn' : 'error'
    },
    text: (event) => {
      const attempts = `${event.attempts} ${event.attempts === 1 ? 'request' : 'requests'}`
      return `${accountText(event)} ${event.operation} → ${event.errorCode ?? 'ok'} after ${attempts}, ${ms(event.durationMs)}`
    },
  },
}

interface Line<Event> {
  readonly level: (event: Event) => Written
  readonly text: (event: Event) => string
}

/**
 * Writes events to a logger: one line, and the event as data. Neither holds a credential, header, body, query value or
 * id of a session, because events do not.
 * @throws invalid_options for a level or a logger that is none
 */
export function logObserver(logger: Logger, level: LogLevel): ClientObserver {
  const limit = LOG_LEVELS.indexOf(level)
  if (limit < 0) throw invalid('logLevel', `one of ${LOG_LEVELS.join(', ')}`)
  for (const method of LOG_LEVELS)
    if (method !== 'off' && typeof logger?.[method] !== 'function')
      throw invalid('logger', 'debug, info, warn and error')
  return (event) => {
    if (!Object.hasOwn(LINES, event.type)) return
    const { level, text } = lineOf(event.type, event)
    if (LOG_LEVELS.indexOf(level) <= limit) logger[level](`onetill: ${oneLine(text)}`, event)
  }
}

function lineOf<Type extends keyof Events>(type: Type, event: Events[Type]): { level: Written; text: string } {
  const line = LINES[type]
  return { level: line.level(event), text: line.text(event) }
}

const ms = (duration: number): string => `${Math.round(duration)} ms`
const accountText = ({ provider, account }: Pick<RequestInfo, 'provider' | 'account'>): string =>
  `${provider}/${account}`
const requestText = (event: RequestInfo): string =>
  `${accountText(event)} ${event.operation} ${event.method} ${event.route} attempt ${event.attempt}`

/** Labels come from configuration: none of them begins a line of its own or drives a terminal. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?')

function invalid(path: string, expected: string): TillError {
  return new TillError({
    code: 'invalid_options',
    message: `${path}: expected ${expected}`,
    issues: [{ path, expected }],
  })
}
