import { describe, expect, test } from 'vitest'
import { bare, CONTEXT, decided, factsOf, mapperOf } from './acme.fixture.ts'
import { adapterName, decideStatus, type SessionParts } from './build-session.ts'
import { isTillError } from './error.ts'
import type { MapContext } from './mapper.ts'
import { money } from './money.ts'
import { normalize } from './normalize.ts'
import { checkoutSession } from './session-schema.ts'
import { STATUS_WORDS, type StatusPair } from './status.ts'
import { rowName, statusTable } from './status-table.ts'

const usd = (value: string) => money(value, 'USD')
const PAID: StatusPair = { status: 'paid', detail: 'exact' }

const build = (parts: Partial<SessionParts>, expected: MapContext['expected'], pair: StatusPair = PAID) =>
  bare(pair, parts, { expected })

describe('what the caller expects', () => {
  const ASK = { amount: usd('10'), reference: 'order-1' }

  test('is left out: nothing is assumed, nothing disagrees', () => {
    expect(build({ amount: usd('10') }, null)).toMatchObject({ expected: null, assumed: [], mismatch: [] })
  })

  test('fills what the provider does not say, and says that it rests on the caller', () => {
    const session = build({}, ASK)
    expect(session).toMatchObject({
      amount: usd('10'),
      reference: 'order-1',
      assumed: ['amount', 'reference'],
      mismatch: [],
    })
    expect(session.status).toBe('paid')
  })

  test.for([
    ['amount', { amount: usd('10') }, ASK, ['reference']],
    ['reference', { reference: 'order-1' }, ASK, ['amount']],
    ['both', { amount: usd('10'), reference: 'order-1' }, ASK, []],
    ['nothing, and the caller says nothing', {}, { amount: null, reference: null }, []],
    ['nothing, and the caller says the amount', {}, { amount: usd('10'), reference: null }, ['amount']],
  ] as const)('the provider says %s', ([, parts, expected, assumed]) => {
    expect(build(parts, expected)).toMatchObject({ assumed, mismatch: [], status: 'paid', expected })
  })

  test('never replaces what the provider says', () => {
    const session = build({ amount: usd('9.99'), reference: 'order-2' }, ASK)
    expect(session).toMatchObject({ amount: usd('9.99'), reference: 'order-2', assumed: [] })
    expect(session.mismatch).toEqual([
      { field: 'amount', expected: usd('10'), actual: usd('9.99') },
      { field: 'reference', expected: 'order-1', actual: 'order-2' },
    ])
  })

  test('another currency disagrees, whatever the digits', () => {
    expect(build({ amount: money('10', 'EUR') }, ASK).mismatch).toEqual([
      { field: 'amount', expected: usd('10'), actual: money('10', 'EUR') },
    ])
  })

  test("may be priced in the provider's currency instead of the merchant's", () => {
    const parts = { amount: money('9', 'EUR'), amounts: { priced: usd('10') } }
    expect(build(parts, ASK).mismatch).toEqual([])
    expect(build(parts, { ...ASK, amount: usd('11') }).mismatch).toEqual([
      { field: 'amount', expected: usd('11'), actual: usd('10') },
    ])
    expect(build(parts, { ...ASK, amount: money('9', 'EUR') }).mismatch).toEqual([])
  })

  test('more money than expected disagrees as less does', () => {
    expect(build({ amount: usd('10.01') }, ASK)).toMatchObject({ status: 'review', detail: 'mismatch' })
  })
})

describe('a mismatch', () => {
  const pairs = STATUS_WORDS.map((status): StatusPair => ({ status, detail: null }))
  test.for(pairs)('on $status is set; only paid and authorized become review/mismatch', (pair) => {
    const session = build({ amount: usd('1') }, { amount: usd('2'), reference: null }, pair)
    const held = pair.status === 'paid' || pair.status === 'authorized'
    expect(session.mismatch).toHaveLength(1)
    expect([session.status, session.detail]).toEqual(held ? ['review', 'mismatch'] : [pair.status, null])
    expect(session.providerStatus).toBe(pair.status)
  })

  test('of the reference alone holds a paid session too', () => {
    const session = build({ reference: 'a' }, { amount: null, reference: 'b' })
    expect([session.status, session.detail]).toEqual(['review', 'mismatch'])
  })
})

describe("the caller's amount in another spelling", () => {
  const text = '{"id":"s1","status":"paid","amount":100,"currency":"USD"}'
  const read = (value: string, currency = 'USD') =>
    normalize(mapperOf('acme'), text, { ...CONTEXT, expected: { amount: { value, currency }, reference: null } })

  test.for(['100', '100.0', '100.00', '0100', '100.000'])('%s is no mismatch', (value) => {
    expect(read(value)).toMatchObject({ status: 'paid', mismatch: [], expected: { amount: usd('100') } })
  })

  test('a lower-case currency is no mismatch', () => {
    expect(read('100', 'usd').mismatch).toEqual([])
  })

  test.for([
    ['100.001', 'amount_precision'],
    ['-100', 'invalid_amount'],
    ['1e2', 'invalid_amount'],
  ] as const)('%s is refused: %s', ([value, code]) => {
    try {
      read(value)
      expect.unreachable()
    } catch (error) {
      expect(isTillError(error) && error.code).toBe(code)
    }
  })
})

describe('the environment', () => {
  test.for([
    ['test', 'live', 'test'],
    ['test', null, 'test'],
    ['live', 'test', 'test'],
    ['unknown', 'test', 'test'],
    ['live', 'live', 'live'],
    ['unknown', 'live', 'live'],
    ['live', null, 'live'],
    ['unknown', null, 'unknown'],
  ] as const)('credential %s, answer %s → %s', ([environment, answer, result]) => {
    expect(bare(PAID, { environment: answer }, { environment }).environment).toBe(result)
  })
})

describe('what the provider does not say', () => {
  test('is null, and passes the strict schema', () => {
    const session = bare({ status: 'open', detail: null })
    expect(checkoutSession.parse(session)).toEqual(session)
    const said = [
      'schemaVersion',
      'provider',
      'account',
      'environment',
      'id',
      'status',
      'providerStatus',
      'refundStatus',
    ]
    const rest = Object.entries(session).filter(([key]) => !said.includes(key))
    for (const [key, value] of rest) {
      if (['assumed', 'mismatch', 'notes'].includes(key)) expect(value, key).toEqual([])
      else if (key === 'amounts') expect(Object.values(Object(value)).every((amount) => amount === null)).toBe(true)
      else if (key !== 'observed') expect(value, key).toBeNull()
    }
    expect(session.refundStatus).toBe('unknown')
  })

  test('says who observed it, how and when', () => {
    expect(bare(PAID, {}, { via: 'webhook' }).observed).toEqual({
      at: CONTEXT.at,
      via: 'webhook',
      adapter: 'acme@0.0.1',
      overruled: false,
    })
    expect(adapterName(factsOf('acme'))).toBe('acme@0.0.1')
  })
})

describe('deciding the status', () => {
  const source = 'acme.example'
  const to: StatusPair = { status: 'open', detail: null }
  const table = statusTable(
    [
      {
        word: 'done',
        when: { mode: 'save' },
        to: { status: 'no_charge', detail: 'method_saved' },
        source,
        documented: true,
      },
      { word: 'done', channels: ['webhook'], to: { status: 'processing', detail: null }, source, documented: true },
      { word: 'done', to: { status: 'paid', detail: null }, source, documented: false },
      { word: 'a-b', to, source, documented: true },
    ],
    { fold: (word) => word.toLowerCase().replaceAll('_', '-') },
  )
  const decide = (word: string, facts: Record<string, string | null>, context: Partial<MapContext> = {}) =>
    decideStatus(table, word, { ...CONTEXT, ...context }, facts)

  test('the first row whose channel and facts fit wins', () => {
    expect(decide('done', { mode: 'save' }).pair.status).toBe('no_charge')
    expect(decide('done', { mode: 'save' }, { via: 'webhook' }).pair.status).toBe('no_charge')
    expect(decide('done', {}, { via: 'webhook' }).pair.status).toBe('processing')
    expect(decide('done', { mode: null }).pair.status).toBe('paid')
    expect(decide('DONE', { mode: 'other' }).row?.documented).toBe(false)
    expect(decide('A_B', {}).pair).toEqual(to)
  })

  test.for(['', 'donee', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'done ', '\u0000'])(
    'a word without a row is unknown: %j',
    (word) => {
      expect(decide(word, {})).toEqual({ pair: { status: 'unknown', detail: null }, row: undefined, overruled: false })
    },
  )

  test('an own property of Object is no fact', () => {
    const odd = statusTable([{ word: 'x', when: { constructor: 'y' }, to, source, documented: true }])
    expect(decideStatus(odd, 'x', CONTEXT, {}).pair.status).toBe('unknown')
  })

  test('a row of the user comes first, and the session says so', () => {
    const overrides = [
      { word: 'done', channels: ['read' as const], to: { status: 'review' as const, detail: 'held' as const } },
    ]
    const decision = decide('done', { mode: 'save' }, { overrides })
    expect(decision).toMatchObject({ pair: { status: 'review', detail: 'held' }, overruled: true })
    expect(bare(PAID, { status: decision }).observed.overruled).toBe(true)
    expect(bare(PAID, { status: decided(PAID) }).observed.overruled).toBe(false)
    expect(decide('done', {}, { overrides, via: 'webhook' }).overruled).toBe(false)
  })

  test("a row of the user holds for every spelling the adapter's table takes for one word", () => {
    const overrides = [{ word: 'A_b', to: { status: 'review' as const, detail: null } }]
    for (const word of ['A_b', 'a-b', 'a_B', 'A-B']) expect(decide(word, {}, { overrides }).overruled, word).toBe(true)
    expect(decide('a.b', {}, { overrides }).overruled).toBe(false)
  })

  test('rows have names for people', () => {
    expect(table.rows.map(rowName)).toEqual(['done [mode=save]', 'done [webhook]', 'done', 'a-b'])
  })
})
