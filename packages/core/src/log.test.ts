import { describe, expect, test } from 'vitest'
import { EVENTS } from './client-events.fixture.ts'
import { isTillError } from './error.ts'
import { LOG_LEVELS, type Logger, type LogLevel, logObserver } from './log.ts'

const recorder = () => {
  const lines: { level: string; message: string; data: object }[] = []
  const at = (level: string) => (message: string, data: object) => lines.push({ level, message, data })
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { logger, lines }
}

/** What is written of each event at the lowest level. */
const WRITTEN: { readonly [Name in keyof typeof EVENTS]: readonly [level: LogLevel, line: string] } = {
  started: ['debug', 'acme/default retrieve GET /v1/sessions/{id} attempt 1 begins'],
  answered: ['debug', 'acme/default retrieve GET /v1/sessions/{id} attempt 1 → 200 in 12 ms'],
  refused: ['debug', 'acme/default retrieve GET /v1/sessions/{id} attempt 1 → 503 in 3 ms'],
  unanswered: ['debug', 'acme/default retrieve GET /v1/sessions/{id} attempt 3 → deadline in 10000 ms'],
  again: ['info', 'acme/default retrieve GET /v1/sessions/{id} attempt 1 → 503, again in 251 ms'],
  waited: ['info', 'acme/default retrieve GET /v1/sessions/{id} attempt 1 waited 1500 ms for the rate limit'],
  paused: ['warn', 'acme/default answered 429: nothing is sent for 60000 ms'],
  opened: ['warn', 'acme/default circuit of https://api.acme.example is open'],
  closed: ['debug', 'acme/default circuit of https://api.acme.example is closed'],
  ok: ['info', 'acme/default retrieve → ok after 1 request, 13 ms'],
  aborted: ['info', 'acme/default retrieve → aborted after 0 requests, 5 ms'],
  failed: ['warn', 'acme/default retrieve → provider_unavailable after 3 requests, 900 ms'],
  lost: ['error', 'acme/default retrieve → outcome_unknown after 1 request, 30000 ms'],
  applied: ['error', 'acme/default retrieve → applied_unread after 2 requests, 40 ms'],
}

const names = Object.keys(EVENTS) as (keyof typeof EVENTS)[]

describe('an event', () => {
  test.for(names)('%s is one line with the event as its data', (name) => {
    const { logger, lines } = recorder()
    logObserver(logger, 'debug')(EVENTS[name])
    const [level, line] = WRITTEN[name]
    expect(lines).toEqual([{ level, message: `onetill: ${line}`, data: EVENTS[name] }])
  })

  test.for(LOG_LEVELS)('at the level %s what is less is left out', (level) => {
    const { logger, lines } = recorder()
    const observe = logObserver(logger, level)
    for (const name of names) observe(EVENTS[name])
    const allowed = LOG_LEVELS.slice(1, LOG_LEVELS.indexOf(level) + 1)
    expect(lines.map((line) => line.level)).toEqual(
      names.map((name) => WRITTEN[name][0]).filter((l) => allowed.includes(l)),
    )
  })

  test('of a later version is left out', () => {
    const { logger, lines } = recorder()
    Reflect.apply(logObserver(logger, 'debug'), undefined, [{ type: 'something_new' }])
    expect(lines).toEqual([])
  })
})

test('a label cannot begin a line of its own or drive a terminal', () => {
  const { logger, lines } = recorder()
  const account = 'a\nonetill: forged\r\u001b[31m\u2028\u0085\u202e\ud800b'
  logObserver(logger, 'debug')({ ...EVENTS.ok, account })
  expect(lines[0]?.message).toBe('onetill: acme/a?onetill: forged??[31m????b retrieve → ok after 1 request, 13 ms')
})

test('console is a logger, with its methods called on it', () => {
  const lines: string[] = []
  // A method that needs its object, as those of many loggers do.
  const logger = { lines, debug() {}, info() {}, error() {}, warn(message: string) { this.lines.push(message) } } // biome-ignore format: one
  logObserver(logger, 'warn')(EVENTS.paused)
  expect(lines.length).toBe(1)
  expect(() => logObserver(console, 'off')(EVENTS.paused)).not.toThrow()
})

test.for([
  [console, 'verbose', 'logLevel'],
  [console, 'toString', 'logLevel'],
  [console, 3, 'logLevel'],
  [{ warn() {} }, 'warn', 'logger'],
  [null, 'warn', 'logger'],
  ['console', 'warn', 'logger'],
] as const)('%s at %s is refused', ([logger, level, path]) => {
  try {
    Reflect.apply(logObserver, undefined, [logger, level])
  } catch (error) {
    expect(isTillError(error) && [error.code, error.issues[0]?.path]).toEqual(['invalid_options', path])
    return
  }
  throw new Error('nothing was thrown')
})
