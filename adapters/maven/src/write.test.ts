import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTill, isTillError, type TillError } from '@onetill/core'
import { type ControllableClock, createClock, type MavenSimulator, startMavenSimulator } from '@onetill/testkit'
import { maven } from './adapter.ts'
import type { MavenCreateInput } from './input.ts'

const CALLER = '+12025550142'
const INPUT = {
  project: 'front-desk',
  caller: CALLER,
  amount: { value: '49.9', currency: 'USD' },
  mode: 'charge',
  gateway: 'stripe',
  reference: 'order-1042',
} as const satisfies MavenCreateInput

let clock: ControllableClock
let simulator: MavenSimulator
/** The client's clock is the simulator's, moved by what the two may differ. */
const connect = (skewMs = 0) =>
  createTill({
    adapters: [maven({ apiKey: simulator.credentials.apiKey, baseUrl: simulator.url, insecureLoopback: true })],
    now: () => clock.now().getTime() + skewMs,
    random: () => 0,
  })
const refused = async (run: Promise<unknown>): Promise<TillError> => {
  const error: unknown = await run.then(
    () => new Error('an answer'),
    (thrown: unknown) => thrown,
  )
  if (isTillError(error)) return error
  throw error
}
const posts = () => simulator.requests.filter(({ method }) => method === 'POST').length
const loseAnswer = () => simulator.fail({ method: 'POST' }, { status: 502, when: 'after' })

beforeEach(async () => {
  clock = createClock({ now: '2026-11-20T09:00:00Z' })
  simulator = await startMavenSimulator({ clock })
})
afterEach(() => simulator.close())

describe('a create whose answer was lost', () => {
  test('is settled by a read by caller when everything agrees; it was sent once', async () => {
    loseAnswer()
    const session = await connect().create('maven', INPUT)
    expect(session).toMatchObject({
      status: 'open',
      amount: { value: '49.90', currency: 'USD' },
      expected: { reference: 'order-1042' },
      notes: [{ code: 'settled_by_read' }],
      payVia: null,
    })
    expect(posts()).toBe(1)
    expect(simulator.sessions().map(({ session_id: id }) => id)).toEqual([session.id])
  })

  test.for([
    ['amount', { amount: '49.91' }],
    ['mode', { mode: 'tokenize' }],
    ['gateway', { gateway: 'shift4' }],
  ] as const)('stays unknown when the session found has another %s', async ([, other]) => {
    // Nothing is created: the only session of the caller is another one, made a moment later.
    simulator.fail({ method: 'POST' }, { status: 502 })
    clock.advance(1_000)
    simulator.create({
      project: 'front-desk',
      caller: CALLER,
      amount: '49.90',
      mode: 'charge',
      gateway: 'stripe',
      ...other,
    })
    const error = await refused(connect(-1_000).create('maven', INPUT))
    expect(error).toMatchObject({ code: 'outcome_unknown', outcome: 'unknown', retry: 'never', operation: 'create' })
    expect(error.message).toContain('find({ caller })')
    expect(posts()).toBe(1)
  })

  test('stays unknown when the session found is older than the call', async () => {
    simulator.create({ project: 'front-desk', caller: CALLER, amount: '49.90', mode: 'charge', gateway: 'stripe' })
    clock.advance(60_000)
    simulator.fail({ method: 'POST' }, { status: 502 })
    expect(await refused(connect().create('maven', INPUT))).toMatchObject({ code: 'outcome_unknown' })
  })

  test('stays unknown when the read fails as well', async () => {
    loseAnswer()
    simulator.fail({ method: 'GET' }, { status: 500, times: 10 })
    expect(await refused(connect().create('maven', INPUT))).toMatchObject({ code: 'outcome_unknown' })
    expect(posts()).toBe(1)
  })
})

describe('cancel', () => {
  test('ends a session and gives it as it reads then', async () => {
    const till = connect()
    const { id } = await till.create('maven', INPUT)
    const session = await till.cancel('maven', id)
    expect(session).toMatchObject({ id, status: 'cancelled', providerDone: true })
  })

  test('that comes too late is refused and changes nothing', async () => {
    const till = connect()
    const { id } = await till.create('maven', INPUT)
    simulator.act(id, 'dial')
    simulator.act(id, 'pay')
    expect(await refused(till.cancel('maven', id))).toMatchObject({ code: 'rejected', outcome: 'none' })
    expect((await till.retrieve('maven', id)).status).toBe('paid')
  })

  test('whose answer was lost is unknown and names the read; it was sent once', async () => {
    const till = connect()
    const { id } = await till.create('maven', INPUT)
    simulator.fail({ path: /cancel$/ }, { status: 503, when: 'after', times: 5 })
    const error = await refused(till.cancel('maven', id))
    expect(error).toMatchObject({ code: 'outcome_unknown', operation: 'cancel', attempts: 1 })
    expect(error.message).toContain('retrieve')
    expect((await till.retrieve('maven', id)).status).toBe('cancelled')
  })

  test('whose read failed is applied all the same', async () => {
    const till = connect()
    const { id } = await till.create('maven', INPUT)
    simulator.fail({ method: 'GET' }, { status: 500, times: 10 })
    const error = await refused(till.cancel('maven', id))
    expect(error).toMatchObject({ code: 'applied_unread', outcome: 'applied', retry: 'never', operation: 'cancel' })
  })

  test('of an id that cannot stand in a path sends nothing', async () => {
    for (const id of ['..', 'a/b', ''])
      expect(await refused(connect().cancel('maven', id))).toMatchObject({ code: 'invalid_input' })
    expect(simulator.requests).toEqual([])
  })
})
