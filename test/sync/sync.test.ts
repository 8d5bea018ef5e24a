import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { maashHintRequest, signedMavenRequest } from '@onetill/testkit'
import { createSync } from '../../packages/sync/src/index.ts'
import { ENGINES } from '../store/engines.ts'
import { CALL, SECRET, setup, tillOn, until } from './setup.ts'

const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000'
const mavenKey = (id: string): string => `maven/default/${id}`

describe.for(ENGINES)('$name', ({ place }) => {
  test('a tracked session is read, a signed delivery is in the store before its 2xx, and a read confirms it', async () => {
    const { store, mavens, sync, errors } = await setup(place)
    const { session_id: id } = mavens.create(CALL)
    await sync.start()
    await sync.track([
      { provider: 'maven', id, expected: { reference: 'A-1', amount: { value: '5', currency: 'USD' } } },
    ])
    const open = await until(async () => {
      const stored = await store.get(mavenKey(id))
      return stored?.lastConfirmedAt != null && stored
    })
    expect(open?.session).toMatchObject({ status: 'open', reference: 'A-1', amount: { value: '5.00' }, mismatch: [] })

    mavens.act(id, 'dial')
    mavens.act(id, 'pay')
    const handle = sync.webhook('maven')
    const request = () => signedMavenRequest({ secret: SECRET, body: mavens.webhookBody(id) })
    expect((await handle(request())).status).toBe(204)
    expect((await store.get(mavenKey(id)))?.session.status).toBe('paid')
    await until(async () => (await store.get(mavenKey(id)))?.confirmDue === false)
    const steps = (await store.history(mavenKey(id)))?.steps ?? []
    expect(steps.map(({ observation: { via }, to }) => `${via} ${to}`)).toEqual([
      'read open',
      'webhook paid',
      'read paid',
    ])
    // What is kept of the answers: the word and the ids, nothing of the caller.
    const kept = steps.map(({ observation: { native } }) => native ?? '')
    expect(kept[2]).toContain('"status":"payment-success"')
    for (const text of kept) expect(text).not.toContain(CALL.caller)
    expect(errors).toEqual([])
    await sync.stop()
    expect(await store.check()).toEqual([])
  })

  test('200 identical deliveries at once: all 2xx, one application', async () => {
    const { store, mavens, sync } = await setup(place)
    const { session_id: id } = mavens.create(CALL)
    mavens.act(id, 'dial')
    mavens.act(id, 'pay')
    const [handle, body, at] = [sync.webhook('maven'), mavens.webhookBody(id), new Date()]
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => handle(signedMavenRequest({ secret: SECRET, body, at }))),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
    expect(await store.deliveries()).toMatchObject([{ times: 200, state: 'applied', trust: 'verified' }])
    expect((await store.history(mavenKey(id)))?.steps).toHaveLength(1)
    expect((await store.changesSince(null)).flatMap(({ events }) => events)).toEqual(['first_seen', 'became_paid'])
  })

  test('what was not signed is refused and not kept; without a store there is no 2xx', async () => {
    const { store, mavens, sync } = await setup(place)
    const { session_id: id } = mavens.create(CALL)
    mavens.act(id, 'dial')
    mavens.act(id, 'pay')
    const handle = sync.webhook('maven')
    const body = mavens.webhookBody(id)
    expect((await handle(signedMavenRequest({ secret: 'whsec_other_c4na_0123456789abcdef', body }))).status).toBe(401)
    expect(await store.deliveries()).toEqual([])
    await store.close()
    expect((await handle(signedMavenRequest({ secret: SECRET, body }))).status).toBe(500)
  })

  test('a created session is watched, and a hint has it read at once', async () => {
    const { store, maashs, sync } = await setup(place)
    await sync.start()
    const created = await sync.create('maash', {
      merchantId: 'mer_01ABC',
      reference: 'order-1',
      amount: { value: '12.50', currency: 'USD' },
    })
    const key = `maash/default/${created.id}`
    expect(await store.get(key)).toMatchObject({ session: { status: 'open', reference: 'order-1' } })
    await until(async () => (await store.history(key))?.steps.some(({ observation }) => observation.via === 'read'))
    for (const action of ['select', 'detect', 'complete'] as const) maashs.act(created.id, action)
    const from = Date.now()
    const body = maashs.webhookBody(created.id, 'completed')
    expect((await sync.webhook('maash')(maashHintRequest({ body }))).status).toBe(204)
    // A hint decides nothing: what is paid comes from the read.
    await until(async () => (await store.get(key))?.session.status === 'paid', 2_500)
    expect(Date.now() - from).toBeLessThan(2_500)
    const steps = (await store.history(key))?.steps ?? []
    expect(steps.every(({ observation: { via } }) => via !== 'webhook')).toBe(true)
    expect(await store.deliveryCounts()).toMatchObject([{ state: 'asked', deliveries: 1 }])
  })

  test('a session the provider does not know, one that lapsed and one that cannot be read', async () => {
    const { store, mavens, maashs, sync, errors } = await setup(place)
    const lapsed = maashs.create({ merchant_id: 'm', transaction_id: 't-1', amount_usd: '5.00' })
    maashs.fail('any', { status: 410, times: 100 })
    const failing = mavens.create(CALL)
    mavens.fail({ path: new RegExp(failing.session_id) }, { status: 503, times: 100 })
    await sync.track([
      { provider: 'maven', id: UNKNOWN_ID },
      { provider: 'maven', id: failing.session_id },
      { provider: 'maash', id: lapsed.session_id },
    ])
    await sync.start()
    const missing = await until(async () => (await store.get(mavenKey(UNKNOWN_ID)))?.missing)
    expect(missing).toMatchObject({ reads: 1 })
    expect((await store.get(mavenKey(UNKNOWN_ID)))?.attention).toEqual(['gone'])
    await until(async () => (await store.get(`maash/default/${lapsed.session_id}`))?.session.status === 'expired')
    const status = await until(async () => {
      const now = await sync.status()
      return now.accounts[0]?.failing === 1 && now
    })
    expect(errors[0]).toMatchObject({ code: 'provider_unavailable' })
    const [maven] = status.accounts
    expect(maven).toMatchObject({ provider: 'maven', watched: 2, due: 0, held: 0, failing: 1, lagMs: 0 })
    expect(maven?.health).toMatchObject({ requests: 2, errorRate: 0.5 })
    expect(maven?.health?.lastSuccessAt).not.toBeNull()
    expect(maven?.health?.p95Ms).toBeGreaterThan(0)
    expect(maven?.readsPerMinute).toBe(1)
    // It is left alone for a while, not asked again and again.
    await sleep(500)
    expect(mavens.requests).toHaveLength(2)
  })

  test('stop gives back what it cannot finish', async () => {
    const { store, mavens, sync } = await setup(place, { stopMs: 100, leaseMs: 600_000 }, { latencyMs: 20_000 })
    const { session_id: id } = mavens.create(CALL)
    await sync.track([{ provider: 'maven', id }])
    await sync.start()
    await until(async () => (await sync.status()).accounts[0]?.held === 1)
    const from = Date.now()
    await sync.stop()
    expect(Date.now() - from).toBeLessThan(5_000)
    const again = { provider: 'maven', account: 'default', owner: 'other', leaseMs: 1_000, limit: 5 }
    expect(await store.claim(again)).toMatchObject([{ key: mavenKey(id), failures: 0, fence: 2 }])
  })

  test('lines are imported, bad ones told by number and reason', async () => {
    const { store, mavens, till, sync } = await setup(place)
    const ids = [1, 2, 3].map(() => mavens.create(CALL).session_id)
    const [first = '', second = '', third = ''] = ids
    mavens.act(second, 'dial')
    mavens.act(second, 'pay')
    const normalized = [
      JSON.stringify(await till.retrieve('maven', first)),
      '{"schemaVersion":1}',
      '',
      'no json',
      JSON.stringify({ ...(await till.retrieve('maven', second)), provider: 'other' }),
      JSON.stringify(await till.retrieve('maven', second)),
    ]
    const rejected: unknown[] = []
    const result = await sync.import(normalized, { onRejected: (line) => rejected.push(line) })
    expect(result).toEqual({ lines: 5, taken: 2, rejected: 3 })
    expect(rejected).toMatchObject([{ line: 2 }, { line: 4 }, { line: 5 }])
    const native = await sync.import([mavens.text(third), '{}'], { provider: 'maven' })
    expect(native).toEqual({ lines: 2, taken: 1, rejected: 1 })
    const listed = (await store.list()).sessions.map(({ session: { id, status } }) => [id, status])
    expect(new Map(listed.map(([id, status]) => [id, status]))).toEqual(
      new Map([
        [first, 'open'],
        [second, 'paid'],
        [third, 'open'],
      ]),
    )
    // What is over is not read again, the others are due.
    expect((await store.backlog())[0]).toMatchObject({ watched: 2, due: 2 })
    expect((await store.history(mavenKey(first)))?.steps[0]?.observation.via).toBe('import')
  })

  test('a 429 pauses the account for every client of the store', async () => {
    const { store, mavens, till, urls, keys } = await setup(place)
    const other = tillOn(store, urls, keys).till
    const { session_id: id } = mavens.create(CALL)
    await other.retrieve('maven', id)
    mavens.fail('any', { status: 429, headers: { 'retry-after': '2' } })
    await expect(till.retrieve('maven', id)).rejects.toMatchObject({ code: 'rate_limited' })
    const from = performance.now()
    await sleep(200)
    await expect(other.retrieve('maven', id, { deadlineMs: 500 })).rejects.toMatchObject({ code: 'rate_limited' })
    expect(mavens.requests).toHaveLength(2)
    await other.retrieve('maven', id)
    expect(performance.now() - from).toBeGreaterThan(1_800)
    expect(mavens.requests).toHaveLength(3)
  })

  test('an account without a limit is paused by a 429 too', async () => {
    const { store, maashs, till, urls, keys } = await setup(place)
    const other = tillOn(store, urls, keys).till
    const { session_id: id } = maashs.create({ merchant_id: 'm', transaction_id: 't-1', amount_usd: '5.00' })
    maashs.fail('any', { status: 429, headers: { 'retry-after': '2' } })
    await expect(till.retrieve('maash', id)).rejects.toMatchObject({ code: 'rate_limited' })
    const from = performance.now()
    await sleep(200)
    await expect(other.retrieve('maash', id, { deadlineMs: 500 })).rejects.toMatchObject({ code: 'rate_limited' })
    await other.retrieve('maash', id)
    expect(performance.now() - from).toBeGreaterThan(1_800)
    expect(maashs.requests).toHaveLength(2)
  })

  test('a session that stays unknown is read three times over a day, then left alone', async () => {
    let ahead = 0
    const { store, mavens, sync } = await setup(place, { now: () => Date.now() + ahead, pollMs: 20 })
    await sync.track([{ provider: 'maven', id: UNKNOWN_ID }])
    await sync.start()
    const reads = async () => (await store.get(mavenKey(UNKNOWN_ID)))?.missing?.reads ?? 0
    await until(async () => (await reads()) === 1)
    ahead += 30 * 60_000
    await sleep(150)
    expect(mavens.requests).toHaveLength(1)
    ahead += 31 * 60_000
    await until(async () => (await reads()) === 2)
    ahead = 24 * 3_600_000 + 60_000
    await until(async () => (await reads()) === 3)
    ahead += 7 * 24 * 3_600_000
    await sleep(300)
    expect(mavens.requests).toHaveLength(3)
    expect(await store.backlog()).toEqual([])
    expect((await store.get(mavenKey(UNKNOWN_ID)))?.attention).toEqual(['gone'])
  })
})

describe.for(ENGINES.filter(({ name }) => name.startsWith('postgres')))('$name', ({ place }) => {
  test('what becomes due in one process wakes the others', async () => {
    const { store, mavens, sync, till } = await setup(place, { pollMs: 60_000 })
    await sync.start()
    // The first look finds nothing; the next would be a minute later.
    await sleep(200)
    const { session_id: id } = mavens.create(CALL)
    const other = createSync({ till, store })
    await other.track([{ provider: 'maven', id }])
    await until(async () => (await store.get(mavenKey(id)))?.session.status === 'open', 3_000)
  })
})
