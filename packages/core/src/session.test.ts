import { inspect } from 'node:util'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { CONTEXT, mapperOf } from './acme.fixture.ts'
import { isTillError } from './error.ts'
import { BARE_SESSION, changed, FULL_SESSIONS, pathsOf, REPLACEMENTS } from './full-session.fixture.ts'
import type { JsonRecord } from './json-value.ts'
import { assertSession, normalize } from './normalize.ts'
import type { CryptoProcessor } from './processor.ts'
import { type CheckoutSession, SCHEMA_VERSION, sessionKey } from './session.ts'
import { checkoutSession } from './session-schema.ts'

const SESSIONS = [BARE_SESSION, ...FULL_SESSIONS]
const accepts = (value: unknown): boolean => {
  try {
    assertSession(value)
    return true
  } catch (error) {
    if (!isTillError(error)) throw error
    expect(error.code).toBe('invalid_response')
    expect(error.issues.length).toBeGreaterThan(0)
    return false
  }
}

describe('JSON', () => {
  test.for(SESSIONS.map((session) => ({ session, name: session.processor?.kind ?? 'bare' })))(
    'there and back is the session, and passes the schema: $name',
    ({ session }) => {
      const back: unknown = JSON.parse(JSON.stringify(session))
      expect(back).toStrictEqual(session)
      expect(checkoutSession.parse(back)).toStrictEqual(session)
      expect(accepts(back)).toBe(true)
      expect(JSON.stringify(back)).toBe(JSON.stringify(session))
    },
  )

  test('the fixtures leave no field empty', () => {
    for (const session of FULL_SESSIONS)
      for (const [key, value] of Object.entries(session)) {
        expect(value, key).not.toBeNull()
        if (Array.isArray(value) && key !== 'assumed') expect(value.length, key).toBeGreaterThan(0)
      }
  })
})

describe('the strict schema', () => {
  test('and assertSession say the same of every place changed, removed or added', () => {
    let [good, bad] = [0, 0]
    for (const session of SESSIONS) {
      const paths = pathsOf(session)
      const mutants = [
        ...paths.flatMap((path) => REPLACEMENTS.map((value) => changed(session, path, () => value))),
        ...paths.map((path) =>
          changed(session, path, (old) =>
            typeof old === 'object' && old !== null && !Array.isArray(old) ? { ...old, extra: 1 } : old,
          ),
        ),
        // One field fewer and one more: the count alone would not tell.
        ...Object.keys(session).map((key) => changed({ ...session, extra: null }, [key], () => undefined)),
      ]
      for (const mutant of mutants) {
        const says = checkoutSession.safeParse(mutant).success
        expect(accepts(mutant), JSON.stringify(mutant)).toBe(says)
        if (says) good++
        else bad++
      }
    }
    expect(good).toBeGreaterThan(100)
    expect(bad).toBeGreaterThan(1_000)
  })

  test('names the path and never the value', () => {
    const secret = { ...BARE_SESSION, description: 5, status: 'sk_live_1', customer: { email: 'jane@example.com' } }
    try {
      assertSession(secret)
      expect.unreachable()
    } catch (error) {
      expect(isTillError(error) && error.issues.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['status', 'description', 'customer.phone', 'customer.name']),
      )
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/sk_live|jane/)
    }
  })

  test.for([null, undefined, 5, 'x', [], {}, () => {}])('refuses %o', (value) => expect(accepts(value)).toBe(false))

  test('refuses another version of the model', () => {
    expect(accepts({ ...BARE_SESSION, schemaVersion: SCHEMA_VERSION + 1 })).toBe(false)
  })
})

describe('raw', () => {
  const text = '{"id":"s1","status":"open","secret":"sk_live_1"}'

  test('is there on request, and nothing carries it along', () => {
    const session = normalize(mapperOf('acme'), text, { ...CONTEXT, raw: true })
    expect(session.raw).toBe(text)
    expect(Object.keys(session)).not.toContain('raw')
    for (const carried of [
      JSON.stringify(session),
      inspect(session, { depth: 9 }),
      JSON.stringify({ ...session }),
      JSON.stringify(structuredClone(session)),
    ])
      expect(carried).not.toContain('sk_live')
    expect(checkoutSession.parse(session)).not.toHaveProperty('raw')
    expect(accepts(session)).toBe(true)
  })

  test('is absent otherwise', () => {
    expect('raw' in normalize(mapperOf('acme'), text, CONTEXT)).toBe(false)
  })
})

describe('normalize', () => {
  test('validates its result on request', () => {
    const session = normalize(mapperOf('acme'), '{"id":"s1","status":"open"}', { ...CONTEXT, validate: true })
    expect(session.status).toBe('open')
    const broken = { ...mapperOf('acme'), toSession: () => ({ ...session, status: 'nonsense' as never }) }
    expect(normalize(broken, '{}', CONTEXT).status).toBe('nonsense')
    expect(() => normalize(broken, '{}', { ...CONTEXT, validate: true })).toThrow(/status/)
  })

  test('is pure once the time is given, and reads the clock only without it', () => {
    const text = '{"id":"s1","status":"paid","amount":1,"currency":"EUR"}'
    expect(normalize(mapperOf('acme'), text, CONTEXT)).toEqual(normalize(mapperOf('acme'), text, CONTEXT))
    const before = Date.now()
    const at = Date.parse(normalize(mapperOf('acme'), text).observed.at)
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(Date.now())
  })
})

describe('sessionKey', () => {
  const key = (provider: string, account: string, id: string): string => sessionKey({ provider, account, id })
  test('is provider/account/id, and no two sessions share one', () => {
    expect(key('acme', 'default', 's1')).toBe('acme/default/s1')
    expect(key('acme', 'a/b', 'c')).not.toBe(key('acme', 'a', 'b/c'))
    expect(key('acme', 'a%2Fb', 'c')).not.toBe(key('acme', 'a/b', 'c'))
    expect(key('acme', 'a/b', 'c').split('/')).toHaveLength(3)
  })
})

describe('the type', () => {
  test('narrows the provider, the processor and the data', () => {
    type Narrow = CheckoutSession<'acme', CryptoProcessor, { readonly merchant: string }>
    expectTypeOf<Narrow['provider']>().toEqualTypeOf<'acme'>()
    expectTypeOf<Narrow['processor']>().toEqualTypeOf<CryptoProcessor | null>()
    expectTypeOf<Narrow['providerData']>().toEqualTypeOf<{ readonly merchant: string } | null>()
    expectTypeOf<CheckoutSession<'acme', CryptoProcessor, JsonRecord>>().toExtend<CheckoutSession>()
  })

  test('is read-only', () => {
    const session: CheckoutSession = BARE_SESSION
    const write = (): void => {
      // @ts-expect-error a session is never written to
      session.status = 'paid'
    }
    expect(write).toBeTypeOf('function')
  })
})
