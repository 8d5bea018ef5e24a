import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { refused, timestampedHmac } from './signature.ts'

const SECRET = 'whsec_c4na7a9e3b2c4d6f8091a2b3c4d5c4na'
const OTHER = 'whsec_c4na2233445566778899aabbccddc4na'
const SECONDS = 1_763_640_000
const BODY = new TextEncoder().encode('{"session_id":"s1"}')

/** The tag as the runtime's other implementation of HMAC makes it. */
const tag = (secret: string, seconds: number | string = SECONDS, body: Uint8Array = BODY): string =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')
const valid = `t=${SECONDS},v1=${tag(SECRET)}`

interface Arrival {
  readonly secrets?: string | readonly string[]
  readonly toleranceMs?: number
  /** Milliseconds after it was signed. */
  readonly afterMs?: number
  readonly body?: Uint8Array<ArrayBuffer>
}

const verify = (header: string | null, { secrets = SECRET, toleranceMs, afterMs = 0, body = BODY }: Arrival = {}) =>
  timestampedHmac({ header: 'x-signature', secrets, toleranceMs })({
    header: (name) => (name === 'x-signature' ? header : null),
    body,
    receivedAt: SECONDS * 1000 + afterMs,
  })
const isRefused = expect.objectContaining({ code: 'webhook_refused' })

test('a signature over time and body is accepted, and which secret it was is said', async () => {
  expect(await verify(valid)).toEqual({ secret: 0 })
  expect(await verify(valid, { secrets: [SECRET] })).toEqual({ secret: 0 })
  expect(await verify(valid, { secrets: [OTHER, SECRET] })).toEqual({ secret: 1 })
  // The same secret stands for more than one delivery.
  const twice = timestampedHmac({ header: 'x-signature', secrets: SECRET })
  const delivery = { header: () => valid, body: BODY, receivedAt: SECONDS * 1000 }
  expect([await twice(delivery), await twice(delivery)]).toEqual([{ secret: 0 }, { secret: 0 }])
})

test('another secret, body or time is refused', async () => {
  await expect(verify(valid, { secrets: OTHER })).rejects.toEqual(isRefused)
  await expect(verify(valid, { body: new TextEncoder().encode('{"session_id":"s2"}') })).rejects.toEqual(isRefused)
  await expect(verify(`t=${SECONDS + 1},v1=${tag(SECRET)}`)).rejects.toEqual(isRefused)
  expect(await verify(`t=${SECONDS},v1=${tag(SECRET, SECONDS, new Uint8Array())}`, { body: new Uint8Array() })).toEqual(
    {
      secret: 0,
    },
  )
})

test('one of several signatures has to fit, and elements of another scheme are passed over', async () => {
  const bad = tag(OTHER)
  expect(await verify(`t=${SECONDS},v1=${bad},v1=${tag(SECRET)}`)).toEqual({ secret: 0 })
  expect(await verify(`v1=${tag(SECRET)},v0=zzz,v2=anything,t=${SECONDS}`)).toEqual({ secret: 0 })
  expect(await verify(`a1234567890bcdef=x,${valid}`)).toEqual({ secret: 0 })
  await expect(verify(`t=${SECONDS},v0=${tag(SECRET)}`)).rejects.toEqual(isRefused)
})

describe('age', () => {
  test.for([
    [300_000, undefined, true],
    [300_001, undefined, false],
    [-300_000, undefined, true],
    [-300_001, undefined, false],
    [1, 1, true],
    [2, 1, false],
    [-2, 1, false],
    [86_400_000, 86_400_000, true],
    [86_400_001, 86_400_000, false],
  ] as const)('%d ms with a tolerance of %s: %s', async ([afterMs, toleranceMs, isAccepted]) => {
    const answer = verify(valid, { afterMs, ...(toleranceMs === undefined ? {} : { toleranceMs }) })
    if (isAccepted) expect(await answer).toEqual({ secret: 0 })
    else await expect(answer).rejects.toEqual(isRefused)
  })

  test('of a time in twelve digits is the time it says, and of one digit too', async () => {
    const far = 999_999_999_999
    const delivery = (seconds: number) => ({
      ...{ header: () => `t=${seconds},v1=${tag(SECRET, seconds)}`, body: BODY, receivedAt: seconds * 1000 },
    })
    const verifier = timestampedHmac({ header: 'x-signature', secrets: SECRET })
    for (const seconds of [far, 7]) expect(await verifier(delivery(seconds))).toEqual({ secret: 0 })
  })
})

describe('grammar', () => {
  const one = tag(SECRET)
  test.for([
    ['no header', null],
    ['empty', ''],
    ['no time', `v1=${one}`],
    ['no signature', `t=${SECONDS}`],
    ['an empty time', `t=,v1=${one}`],
    ['two times', `t=${SECONDS},${valid}`],
    ['a time of thirteen digits', `t=1000000000000,v1=${tag(SECRET, 1_000_000_000_000)}`],
    ['a fraction', `t=${SECONDS}.0,v1=${tag(SECRET, `${SECONDS}.0`)}`],
    ['a sign', `t=+${SECONDS},v1=${tag(SECRET, `+${SECONDS}`)}`],
    ['a letter after the time', `t=${SECONDS}x,v1=${tag(SECRET, `${SECONDS}x`)}`],
    ['upper case digits', `t=${SECONDS},v1=${one.toUpperCase()}`],
    ['a digit too few', `t=${SECONDS},v1=${one.slice(1)}`],
    ['a digit too many', `t=${SECONDS},v1=${one}0`],
    ['a digit before', `t=${SECONDS},v1=0${one}`],
    ['a space between', `t=${SECONDS}, v1=${one}`],
    ['a space before', ` ${valid}`],
    ['a space inside', `t=${SECONDS},v1=${one} ,v1=${one}`],
    ['an equals sign in a value', `${valid}=`],
    ['an element without a value', `${valid},v2=`],
    ['an element without a name', `${valid},=x`],
    ['an element that is none', `${valid},x`],
    ['an empty element', `${valid},`],
    ['a name of seventeen characters', `${valid},a2345678901234567=x`],
    ['a name in upper case', `${valid},V2=x`],
    ['a name that begins with a digit', `${valid},1v=x`],
  ] as const)('%s: refused', async ([, header]) => {
    await expect(verify(header)).rejects.toEqual(isRefused)
  })

  test('sixteen elements are looked at, seventeen are not', async () => {
    const more = (count: number) => `${valid}${`,v1=${tag(OTHER)}`.repeat(count)}`
    expect(await verify(more(14))).toEqual({ secret: 0 })
    await expect(verify(more(15))).rejects.toEqual(isRefused)
  })

  test('4,096 characters are looked at, one more is not', async () => {
    const long = (length: number) => `${valid},v2=${'x'.repeat(length - valid.length - 4)}`
    expect(await verify(long(4_096))).toEqual({ secret: 0 })
    await expect(verify(long(4_097))).rejects.toEqual(isRefused)
  })
})

describe('options', () => {
  const make = (secrets: unknown, toleranceMs?: unknown) => () =>
    Reflect.apply(timestampedHmac, undefined, [{ header: 'x-signature', secrets, toleranceMs }])

  test.for([
    ...['', 'short-c4na', '0123456789abcde', 'whsec_', 'whsec_0123456789ac4na', ` ${SECRET}`, `${SECRET}\n`],
    ...[[], [SECRET, 'short'], [SECRET, 7], null, undefined, 7, {}],
  ])('secret %# protects nothing', (secrets) => {
    expect(make(secrets)).toThrow(
      expect.objectContaining({
        code: 'invalid_options',
        issues: [expect.objectContaining({ path: 'webhookSecret', expected: expect.stringMatching(/secret/) })],
      }),
    )
  })

  test('sixteen bytes are enough, in characters of more bytes too; a prefix inside is no prefix', () => {
    for (const secret of ['0123456789abc4na', 'whsec_0123456789abc4na', '\u00e9'.repeat(8), '0123456789whsec_'])
      expect(make(secret)).not.toThrow()
  })

  test.for([0, -1, 0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 86_400_001, '300', null, true])(
    'a tolerance of %j is none',
    (toleranceMs) => {
      expect(make(SECRET, toleranceMs)).toThrow(
        expect.objectContaining({
          code: 'invalid_options',
          issues: [expect.objectContaining({ path: 'webhookToleranceMs' })],
        }),
      )
    },
  )

  test('a tolerance from a millisecond to a day is one', () => {
    for (const toleranceMs of [1, 86_400_000, undefined]) expect(make(SECRET, toleranceMs)).not.toThrow()
  })
})

test('what is refused says why, in our words', () => {
  expect(refused('the clock')).toMatchObject({ code: 'webhook_refused', message: expect.stringContaining('the clock') })
})
