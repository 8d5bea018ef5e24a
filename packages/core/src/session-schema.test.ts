import type { ReadonlyDeep } from 'type-fest'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type * as z from 'zod'
import { BARE_SESSION, FULL_SESSIONS } from './full-session.fixture.ts'
import type { CheckoutSession } from './session.ts'
import { checkoutSession, strict } from './session-schema.ts'

type Fields = Omit<CheckoutSession, 'raw'>
type Schema = ReadonlyDeep<z.infer<typeof strict>>

describe('the interface and the schema are the same type', () => {
  test('with the same fields', () => {
    expectTypeOf<keyof Schema>().toEqualTypeOf<keyof Fields>()
    expectTypeOf<keyof CheckoutSession>().toEqualTypeOf<keyof Schema | 'raw'>()
  })

  test('each assignable to the other, as a whole and field by field', () => {
    expectTypeOf<Schema>().toExtend<Fields>()
    expectTypeOf<Fields>().toExtend<Schema>()
    type Differing = {
      [Key in keyof Fields]: [Schema[Key]] extends [Fields[Key]]
        ? [Fields[Key]] extends [Schema[Key]]
          ? never
          : Key
        : Key
    }[keyof Fields]
    expectTypeOf<Differing>().toEqualTypeOf<never>()
  })

  test('down to the fields of their parts', () => {
    // A part with a field too many would still be assignable.
    type Part<Session, Key extends keyof Session> = keyof NonNullable<Session[Key]>
    expectTypeOf<Part<Schema, 'amounts'>>().toEqualTypeOf<Part<Fields, 'amounts'>>()
    expectTypeOf<Part<Schema, 'customer'>>().toEqualTypeOf<Part<Fields, 'customer'>>()
    expectTypeOf<Part<Schema, 'expected'>>().toEqualTypeOf<Part<Fields, 'expected'>>()
    expectTypeOf<Part<Schema, 'failure'>>().toEqualTypeOf<Part<Fields, 'failure'>>()
    expectTypeOf<Part<Schema, 'observed'>>().toEqualTypeOf<Part<Fields, 'observed'>>()
    expectTypeOf<Part<Schema, 'reversal'>>().toEqualTypeOf<Part<Fields, 'reversal'>>()
    type Item<Session, Key extends 'refunds' | 'notes' | 'mismatch'> =
      Session extends Record<Key, infer List>
        ? NonNullable<List> extends readonly (infer Of)[]
          ? keyof Of
          : never
        : never
    expectTypeOf<Item<Schema, 'refunds'>>().toEqualTypeOf<Item<Fields, 'refunds'>>()
    expectTypeOf<Item<Schema, 'notes'>>().toEqualTypeOf<Item<Fields, 'notes'>>()
    type Kind<Session, Key extends 'processor' | 'payVia', Of> =
      Session extends Record<Key, infer Union> ? keyof Extract<NonNullable<Union>, { kind: Of }> : never
    expectTypeOf<Kind<Schema, 'processor', 'card'>>().toEqualTypeOf<Kind<Fields, 'processor', 'card'>>()
    expectTypeOf<Kind<Schema, 'processor', 'crypto'>>().toEqualTypeOf<Kind<Fields, 'processor', 'crypto'>>()
    expectTypeOf<Kind<Schema, 'processor', 'hosted'>>().toEqualTypeOf<Kind<Fields, 'processor', 'hosted'>>()
    expectTypeOf<Kind<Schema, 'payVia', 'call'>>().toEqualTypeOf<Kind<Fields, 'payVia', 'call'>>()
    expectTypeOf<Kind<Schema, 'payVia', 'transfer'>>().toEqualTypeOf<Kind<Fields, 'payVia', 'transfer'>>()
  })

  test('and at run time every session has exactly the fields of the schema', () => {
    for (const session of [BARE_SESSION, ...FULL_SESSIONS])
      expect(Object.keys(session).sort()).toEqual(Object.keys(strict.shape).sort())
  })
})

describe('free-form fields', () => {
  test.for(['metadata', 'providerData'])('%s is an object or null, never a list or text', (field) => {
    const fits = (value: unknown): boolean => checkoutSession.safeParse({ ...BARE_SESSION, [field]: value }).success
    expect([null, {}, { a: [1, { b: null }] }].map(fits)).toEqual([true, true, true])
    expect([[], [1], 'x', 5, true, undefined].map(fits)).toEqual([false, false, false, false, false, false])
  })
})

test('times are UTC with milliseconds, and nothing else', () => {
  const fits = (createdAt: unknown): boolean => checkoutSession.safeParse({ ...BARE_SESSION, createdAt }).success
  expect(['2026-11-20T12:00:00.000Z', null].map(fits)).toEqual([true, true])
  expect(['2026-11-20T12:00:00Z', '2026-11-20T12:00:00.000+00:00', '2026-11-20', '', 0].map(fits)).not.toContain(true)
})

test('money is canonical: no sign, no exponent, no leading zero', () => {
  const fits = (value: unknown): boolean =>
    checkoutSession.safeParse({ ...BARE_SESSION, amount: { value, currency: 'EUR' } }).success
  expect(['0.00', '12.50', '100', '9'.repeat(100)].map(fits)).not.toContain(false)
  expect(['-1', '+1', '1e2', '01', '1.', '.5', '', ' 1', '1\n', 12.5, null].map(fits)).not.toContain(true)
})
