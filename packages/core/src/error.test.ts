import { inspect } from 'node:util'
import { runInNewContext } from 'node:vm'
import { build } from 'esbuild'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { isTillError, safeCause, TillError, type TillErrorDetails } from './error.ts'
import { ERRORS, type ErrorCode, type Outcome, type Retry } from './error-codes.ts'
import { describe as describeIssues, invalidInputs, invalidResponse } from './invalid.ts'

const SECRET = 'sk_live_4242'
const CODES = Object.entries(ERRORS)

describe('the table of codes', () => {
  test.for(CODES)('%s says outcome, retry and what to do', ([code, { outcome, retry, meaning }]) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(['none', 'unknown', 'applied']).toContain(outcome)
    expect(['never', 'later', 'same-key']).toContain(retry)
    expect(meaning).toMatch(/^[A-Z].{20,}\.$/)
  })

  test('repeats only what certainly did not happen', () => {
    for (const [code, { outcome, retry }] of CODES) if (outcome !== 'none') expect(retry, code).not.toBe('later')
    expect(CODES.filter(([, { outcome }]) => outcome === 'unknown').map(([code]) => code)).toEqual([
      'outcome_unknown',
      'unconfirmed',
    ])
    expect(ERRORS.unconfirmed.retry).toBe('same-key')
    expect(CODES.filter(([, { outcome }]) => outcome === 'applied').map(([code]) => code)).toEqual(['applied_unread'])
    expect(CODES.filter(([, { retry }]) => retry === 'later').map(([code]) => code)).toEqual([
      'rate_limited',
      'provider_unavailable',
      'network',
      'deadline',
      'circuit_open',
      'store_unavailable',
    ])
  })

  test('is closed in its type', () => {
    expectTypeOf<'no_such_code'>().not.toExtend<ErrorCode>()
    expectTypeOf<TillError['outcome']>().toEqualTypeOf<Outcome>()
    expectTypeOf<TillError['retry']>().toEqualTypeOf<Retry>()
    // @ts-expect-error a code that is not in the table
    const details: TillErrorDetails = { code: 'no_such_code', message: 'x' }
    expect(details.message).toBe('x')
  })
})

const FULL = {
  code: 'rate_limited',
  message: 'acme: answered 429 (retrieve)',
  provider: 'acme',
  account: 'default',
  operation: 'retrieve',
  httpStatus: 429,
  providerCode: 'too_fast',
  requestId: 'req_1',
  retryAfterMs: 1_000,
  attempts: 3,
  elapsedMs: 1_200,
  idempotencyKey: '6f1c2c0e-7f0a-4a57-9a53-3f3f0a7f6c11',
  issues: [{ path: 'a', expected: 'text' }],
} as const satisfies TillErrorDetails

describe('a TillError', () => {
  test('takes outcome and retry from the table', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      const error = new TillError({ code, message: 'x' })
      expect([error.outcome, error.retry]).toEqual([ERRORS[code].outcome, ERRORS[code].retry])
    }
  })

  test('is an Error with null for what is not known', () => {
    const error = new TillError({ code: 'gone', message: 'x' })
    expect(error).toBeInstanceOf(Error)
    expect(error.toJSON()).toEqual({
      name: 'TillError',
      message: 'x',
      code: 'gone',
      outcome: 'none',
      retry: 'never',
      provider: null,
      account: null,
      operation: null,
      httpStatus: null,
      providerCode: null,
      requestId: null,
      retryAfterMs: null,
      attempts: 0,
      elapsedMs: null,
      idempotencyKey: null,
      issues: [],
    })
    expect('cause' in error).toBe(false)
  })

  test('goes through JSON without loss, and without stack and cause', () => {
    const error = new TillError({ ...FULL, cause: { name: 'TypeError', code: 'ECONNRESET' } })
    const json: unknown = JSON.parse(JSON.stringify(error))
    expect(json).toEqual({ ...FULL, name: 'TillError', outcome: 'none', retry: 'later' })
    expect(json).toEqual(error.toJSON())
  })
})

describe('isTillError', () => {
  test('knows its own, and nothing that only looks like one', () => {
    expect(isTillError(new TillError(FULL))).toBe(true)
    for (const value of [null, undefined, 'TillError', 5, {}, [], new Error('x'), { ...FULL, name: 'TillError' }])
      expect(isTillError(value)).toBe(false)
  })

  test('knows one made by another copy of the package', async () => {
    const path = './error.ts?copy'
    const copy: { readonly TillError: typeof TillError; readonly isTillError: typeof isTillError } = await import(
      /* @vite-ignore */ path
    )
    expect(copy.TillError).not.toBe(TillError)
    const theirs = new copy.TillError(FULL)
    expect(theirs).not.toBeInstanceOf(TillError)
    expect(isTillError(theirs)).toBe(true)
    expect(copy.isTillError(new TillError(FULL))).toBe(true)
  })

  test('knows one made in another realm', async () => {
    const entry = `export { TillError } from './error.ts'`
    const { outputFiles } = await build({
      stdin: { contents: entry, resolveDir: import.meta.dirname },
      bundle: true,
      format: 'iife',
      globalName: 'copy',
      write: false,
    })
    const theirs: unknown = runInNewContext(
      `${outputFiles[0]?.text}; new copy.TillError({ code: 'gone', message: 'x' })`,
    )
    expect(theirs).not.toBeInstanceOf(Error)
    expect(isTillError(theirs)).toBe(true)
    expect(isTillError(theirs) && theirs.code).toBe('gone')
  })
})

describe('the cause', () => {
  const system = (code: unknown, message = SECRET, cause?: unknown) =>
    Object.assign(new TypeError(message, { cause }), code === undefined ? {} : { code })

  test.for([
    ['a system error', system('ECONNREFUSED'), { name: 'TypeError', code: 'ECONNREFUSED' }],
    ['one inside another', system(undefined, SECRET, system('ENOTFOUND')), { name: 'TypeError', code: 'ENOTFOUND' }],
    ['no code at all', new RangeError(SECRET), { name: 'RangeError', code: null }],
    ['a code that is a text', system(`Bearer ${SECRET}`), { name: 'TypeError', code: null }],
    ['a code in lower case', system(SECRET), { name: 'TypeError', code: null }],
    ['a numeric code', system(23), { name: 'TypeError', code: null }],
    ['a name that is a text', Object.assign(new Error('x'), { name: SECRET }), { name: 'Error', code: null }],
    ['a name that is none', Object.assign(new Error('x'), { name: undefined }), { name: 'Error', code: null }],
    ['a thrown text', SECRET, { name: 'Error', code: null }],
    ['a thrown object', { name: SECRET, code: 'ECONNRESET' }, { name: 'Error', code: null }],
    ['null', null, { name: 'Error', code: null }],
    ['a DOMException', new DOMException(SECRET, 'AbortError'), { name: 'AbortError', code: null }],
  ] as const)('of %s keeps class and system code and drops every text', ([, thrown, expected]) => {
    const cause = safeCause(thrown)
    expect(cause).toEqual(expected)
    const error = new TillError({ code: 'network', message: 'no answer reached us', cause })
    const shown = [
      inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, showProxy: true, getters: true }),
      JSON.stringify(error),
      String(error.stack),
      inspect(error.cause, { showHidden: true }),
    ].join('\n')
    expect(shown).not.toContain(SECRET)
    expect(error.cause).toEqual(expected)
  })

  test('that causes itself ends', () => {
    const error = new Error(SECRET)
    error.cause = error
    expect(safeCause(error)).toEqual({ name: 'Error', code: null })
  })
})

describe('issues', () => {
  const issue = (path: string) => ({ path, expected: 'text' })

  test('are named in the message, three of them', () => {
    expect(describeIssues([issue(''), issue('a[0].b')])).toBe('the value: expected text; a[0].b: expected text')
    expect(describeIssues(['a', 'b', 'c', 'd', 'e'].map(issue))).toMatch(/c: expected text; and 2 more$/)
  })

  test('stand in the error in full', () => {
    const issues = ['a', 'b', 'c', 'd'].map(issue)
    expect(invalidInputs(issues)).toMatchObject({ code: 'invalid_input', issues })
    expect(invalidResponse('a', 'text')).toMatchObject({ code: 'invalid_response', issues: [issue('a')] })
  })
})
