import { describe, expect, test } from 'vitest'
import type { Store } from '@onetill/store'
import { at, FACTS, IDENTITY, read, session, usd } from '../../packages/store/src/acme.fixture.ts'
import { ENGINES, opened } from '../store/engines.ts'
import { delivery } from './event.ts'

const KEY = 'acme/default/s1'
const due = async (store: Store): Promise<readonly string[]> =>
  (await store.claim({ provider: 'acme', account: 'default', owner: 'w', leaseMs: 60_000, limit: 10 })).map(
    ({ key }) => key,
  )
const states = async (store: Store) =>
  (await store.deliveryCounts()).map(({ state, deliveries }) => [state, deliveries])

describe.for(ENGINES)('$name', ({ place }) => {
  test('a verified delivery with a session is applied once, and a read confirms it', async () => {
    const store = await opened(place())
    const paid = session(4, ['paid'], { via: 'webhook', amount: usd('5') })
    const event = delivery({ sessionId: 's1', session: paid, key: 'e1' })
    const first = await store.deliver(event, FACTS)
    expect(first).toMatchObject({ state: 'applied', due: [KEY], recorded: [{ key: KEY }] })
    expect(first.recorded[0]?.events).toEqual(['first_seen', 'became_paid'])
    expect(await store.deliver(event, FACTS)).toEqual({ state: 'repeated', due: [], recorded: [] })
    expect((await store.history(KEY))?.steps).toHaveLength(1)
    expect(await store.deliveryCounts()).toEqual([
      { provider: 'acme', account: 'default', state: 'applied', deliveries: 1, repeats: 1 },
    ])
    expect(await due(store)).toEqual([KEY])
  })

  test('200 identical deliveries at once are one', async () => {
    const store = await opened(place())
    const event = delivery({ sessionId: 's1', session: session(4, ['paid'], { via: 'webhook' }), key: 'e1' })
    const all = await Promise.all(Array.from({ length: 200 }, () => store.deliver(event, FACTS)))
    expect(all.filter(({ state }) => state === 'applied')).toHaveLength(1)
    expect(all.filter(({ state }) => state === 'repeated')).toHaveLength(199)
    expect(await store.deliveries()).toMatchObject([{ times: 200, sessionKey: KEY, state: 'applied' }])
    expect((await store.changesSince(null)).map(({ events }) => events)).toEqual([['first_seen', 'became_paid']])
  })

  test('a verified word is applied as a message, at its own time but never later than it came', async () => {
    const store = await opened(place())
    await store.record([read(1, 'open')])
    await store.deliver(delivery({ sessionId: 's1', status: 'processing', occurred: 2 }), FACTS)
    await store.deliver(delivery({ sessionId: 's1', status: 'paid', occurred: 50, received: 6 }), FACTS)
    const history = await store.history(KEY)
    expect(history?.steps.map(({ observation: { asOf, via }, to }) => [asOf, via, to])).toEqual([
      [at(1), 'read', 'open'],
      [at(2), 'webhook', 'processing'],
      [at(6), 'webhook', 'paid'],
    ])
    expect(history?.stored.confirmDue).toBe(true)
    expect(await store.check()).toEqual([])
  })

  test('a hint changes nothing, makes a read due and takes it from who reads now', async () => {
    const store = await opened(place())
    await store.track([IDENTITY])
    const [claim] = await store.claim({ ...ACCOUNT, owner: 'w', leaseMs: 60_000, limit: 1 })
    expect(claim?.key).toBe(KEY)
    expect(await due(store)).toEqual([])
    const hinted = await store.deliver(delivery({ trust: 'hint', sessionId: 's1' }), FACTS)
    expect(hinted).toEqual({ state: 'asked', due: [KEY], recorded: [] })
    expect((await store.history(KEY))?.steps ?? []).toEqual([])
    // What was read before the hint came is not written.
    expect(await store.record([read(1, 'open')], { claims: claim === undefined ? [] : [claim] })).toEqual([])
    expect(await due(store)).toEqual([KEY])
  })

  test('a hint of a session nobody knows makes none, and waits', async () => {
    const store = await opened(place())
    expect(await store.deliver(delivery({ trust: 'hint', sessionId: 's1' }), FACTS)).toMatchObject({ state: 'waiting' })
    expect(await due(store)).toEqual([])
    expect((await store.list()).sessions).toEqual([])
    await store.track([IDENTITY])
    expect(await states(store)).toEqual([['asked', 1]])
  })

  test('a word for a reference waits for the session and is applied in the transaction that brings it', async () => {
    const store = await opened(place())
    expect(await store.deliver(delivery({ reference: 'A-1', status: 'paid', occurred: 3 }), FACTS)).toMatchObject({
      state: 'waiting',
      due: [],
    })
    const [tracked] = await store.track([{ ...IDENTITY, expected: { amount: null, reference: 'A-1' } }])
    expect(tracked?.stored.session.status).toBe('paid')
    expect(tracked?.events).toEqual(['first_seen', 'status_changed', 'became_paid'])
    expect(await states(store)).toEqual([['applied', 1]])
    expect(await due(store)).toEqual([KEY])
    expect(await store.check()).toEqual([])
  })

  test('a word for a reference that a read brings is applied too, and its read is due although none was planned', async () => {
    const store = await opened(place())
    await store.deliver(delivery({ reference: 'A-1', status: 'paid', occurred: 3 }), FACTS)
    const [recorded] = await store.record([read(1, 'open', { reference: 'A-1' })], { next: () => ({ at: null }) })
    expect(recorded).toMatchObject({ stored: { session: { status: 'paid' } } })
    expect(recorded?.events).toContain('became_paid')
    expect(await due(store)).toEqual([KEY])
  })

  test('a known reference is resolved at once; one of two sessions is only asked for', async () => {
    const store = await opened(place())
    await store.record([read(1, 'open', { reference: 'A-1' })])
    expect(await store.deliver(delivery({ reference: 'A-1', status: 'processing' }), FACTS)).toMatchObject({
      state: 'applied',
      due: [KEY],
    })
    await store.track([{ ...IDENTITY, id: 's2', expected: { amount: null, reference: 'A-1' } }])
    const both = await store.deliver(delivery({ reference: 'A-1', status: 'paid' }), FACTS)
    expect(both).toMatchObject({ state: 'asked' })
    expect([...both.due].sort()).toEqual([KEY, 'acme/default/s2'])
    expect((await store.get(KEY))?.session.status).toBe('processing')
  })

  test('an account does not see the references of another', async () => {
    const store = await opened(place())
    await store.track([{ ...IDENTITY, account: 'other', expected: { amount: null, reference: 'A-1' } }])
    expect(await store.deliver(delivery({ reference: 'A-1', status: 'paid' }), FACTS)).toMatchObject({
      state: 'waiting',
    })
  })

  test('what names no session is kept and counted, cut to what may be kept', async () => {
    const store = await opened(place())
    const facts = { ...FACTS, keeps: ['type'] }
    const event = delivery({ native: { type: 'ping', email: 'payer@shop.example' } })
    expect(await store.deliver(event, facts)).toMatchObject({ state: 'unknown' })
    expect(await store.deliveries({ state: 'unknown' })).toMatchObject([{ native: '{"type":"ping"}', times: 1 }])
    expect(await states(store)).toEqual([['unknown', 1]])
  })

  test('pages of deliveries go through all of them once', async () => {
    const store = await opened(place())
    for (let index = 0; index < 7; index++) await store.deliver(delivery({ received: index % 3 }), FACTS)
    const seen: string[] = []
    for (let page = await store.deliveries({}, { limit: 3 }); page.length > 0; ) {
      seen.push(...page.map(({ key }) => key))
      page = await store.deliveries({}, { limit: 3, before: page.at(-1) })
    }
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
  })

  test('two transactions that could not see each other are brought together later', async () => {
    const where = place()
    const [one, other] = [await opened(where), await opened(where)]
    for (let round = 0; round < 20; round++) {
      const id = `r${round}`
      const expected = { amount: null, reference: `ref-${round}` }
      await Promise.all([
        one.deliver(delivery({ reference: `ref-${round}`, status: 'paid' }), FACTS),
        other.track([{ ...IDENTITY, id, expected }]),
      ])
    }
    await one.settleDeliveries()
    expect(await states(one)).toEqual([['applied', 20]])
    expect((await one.list({ status: 'paid' })).sessions).toHaveLength(20)
    expect(await one.check()).toEqual([])
  })

  test('an operator decides without changing the session', async () => {
    const store = await opened(place())
    await store.record([read(1, 'review')])
    const before = await store.get(KEY)
    const cursor = (await store.changesSince(null)).at(-1)?.cursor ?? null
    await store.resolve(KEY, { decision: 'released', by: 'desk', note: 'called the bank' })
    expect(await store.get(KEY)).toEqual(before)
    expect((await store.history(KEY))?.resolution).toMatchObject({ decision: 'released', by: 'desk' })
    expect((await store.changesSince(cursor)).map(({ events }) => events)).toEqual([['resolved']])
    await store.record([read(2, 'paid')])
    expect((await store.history(KEY))?.resolution).toMatchObject({ decision: 'released' })
    await expect(store.resolve('acme/default/none', { decision: 'x', by: 'y' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  test('what is old goes, and no session becomes another one', async () => {
    const store = await opened(place())
    for (let minute = 0; minute < 40; minute++) {
      const status = minute < 20 ? 'open' : minute === 20 ? 'processing' : 'open'
      await store.record([read(minute, status)])
    }
    await store.record([read(41, 'paid')])
    const [row, steps] = [await store.get(KEY), (await store.history(KEY))?.steps.length]
    const pruned = await store.prune({ before: at(35) })
    expect(pruned.sightings).toBeGreaterThan(20)
    expect(await store.get(KEY)).toEqual(row)
    const after = await store.history(KEY)
    expect(after?.stored).toEqual(row)
    expect(after?.steps).toHaveLength((steps ?? 0) - pruned.sightings)
    const times = (after?.steps ?? []).map(({ observation: { asOf } }) => asOf)
    for (const minute of [0, 20, 35, 36, 37, 38, 39, 41]) expect(times).toContain(at(minute))
    expect(await store.check()).toEqual([])
    expect(await store.prune({ before: at(35) })).toEqual({ sightings: 0, answers: 0, deliveries: 0, links: 0 })
  })
})

const ACCOUNT = { provider: 'acme', account: 'default' } as const
