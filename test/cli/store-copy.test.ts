import { describe, expect, test } from 'vitest'
import { type Change, type CopyProgress, copyStore, type Store } from '@onetill/store'
import { at, IDENTITY, other, read, usd } from '../../packages/store/src/acme.fixture.ts'
import { CHANGE_COLUMNS, KEYED } from '../../packages/store/src/copy-tables.ts'
import { openEngine } from '../../packages/store/src/open-store.ts'
import { ENGINES, opened } from '../store/engines.ts'

const SESSIONS = 1_020
const STATUSES = ['open', 'processing', 'paid', 'failed', 'unknown'] as const

/** Sessions in every state, one that is only tracked, one with an operator's decision, one nobody knows any more. */
async function fill(store: Store): Promise<void> {
  const observations = Array.from({ length: SESSIONS }, (_, place) => {
    const seen = read(place % 60, STATUSES[place % STATUSES.length] ?? 'open', {
      ...(place % 7 === 0 ? {} : { amount: usd(`${place}.${`${place % 100}`.padStart(2, '0')}`) }),
    })
    return { ...seen, identity: { ...IDENTITY, id: `s${place}` } }
  })
  await store.record(observations, { next: () => ({ at: at(30), failures: 2 }) })
  await store.record([{ ...other(61, { kind: 'missing' }), identity: { ...IDENTITY, id: 's3' } }])
  await store.track([{ ...IDENTITY, id: 'tracked', expected: { amount: usd('5'), reference: 'A-1 ✓' } }])
  await store.resolve('acme/default/s4', { decision: 'refunded by hand', by: 'ops' })
  await store.links.create({
    ...{ hash: 'c4na'.repeat(16), key: 'acme/default/s4', createdAt: at(62), createdBy: 'ops', expiresAt: at(99) },
    revokedAt: null,
  })
  await store.claim({ provider: 'acme', account: 'default', owner: 'w', leaseMs: 60_000, limit: 3 })
}

/** The change feed, and where it ends. */
async function changesOf(store: Store) {
  const changes: Omit<Change, 'cursor'>[] = []
  for (let cursor: string | null = null; ; ) {
    const page: readonly Change[] = await store.changesSince(cursor)
    if (page.length === 0) return { changes, cursor }
    changes.push(...page.map(({ cursor: _, ...change }) => change))
    cursor = page.at(-1)?.cursor ?? null
  }
}

/** What can be asked of a store. */
async function answersOf(store: Store) {
  const sessions = []
  for await (const session of store.export()) sessions.push(session)
  const { changes } = await changesOf(store)
  const cheap = await store.list({ currency: 'USD', amountFrom: '9.00', amountTo: '100.50' })
  return {
    sessions,
    changes,
    cheap: cheap.sessions.map(({ key }) => key),
    totals: await store.totals(),
    history: await store.history('acme/default/s4'),
    links: await store.links.list('acme/default/s4'),
    undecided: (await store.list({ undecided: { stuckBefore: at(40) } }, { limit: 500 })).sessions.map(
      ({ key }) => key,
    ),
    check: await store.check(),
    hash: await store.contentHash(),
  }
}

const PAIRS = ENGINES.flatMap((from) => ENGINES.map((to) => ({ from, to, name: `${from.name} → ${to.name}` })))

describe.for(PAIRS)('$name', ({ from, to }) => {
  test('a copy answers everything as the store does, and goes on by itself', async () => {
    const [source, target] = [from.place(), to.place()]
    const store = await opened(source)
    await fill(store)
    const steps: CopyProgress[] = []
    const copied = await copyStore(source, target, { onProgress: (step) => steps.push(step) })
    expect(copied.same).toBe(true)
    expect(copied.contentHashes).toEqual([await store.contentHash(), await store.contentHash()])
    expect(copied.tables.find(({ table }) => table === 'session')?.rows).toEqual([SESSIONS + 1, SESSIONS + 1])
    for (const phase of ['copying', 'comparing'] as const) {
      const last = steps.findLast((step) => step.phase === phase)
      expect(last?.done).toBe(last?.total)
    }
    const copy = await opened(target)
    expect(await answersOf(copy)).toEqual(await answersOf(store))

    const { cursor } = await changesOf(copy)
    await copy.record([{ ...read(90, 'paid'), identity: { ...IDENTITY, id: 's0' } }])
    expect((await copy.changesSince(cursor)).map(({ key }) => key)).toEqual(['acme/default/s0'])
    expect(await copy.check()).toEqual([])
  })
})

const [sqlite] = ENGINES
const places = () => [sqlite?.place() ?? {}, sqlite?.place() ?? {}] as const

test('a copy that was stopped goes on, and a second one writes only what is new', async () => {
  const [source, target] = places()
  const store = await opened(source)
  await fill(store)
  const stop = new AbortController()
  const interrupted = copyStore(source, target, {
    signal: stop.signal,
    onProgress: ({ done }) => {
      if (done > SESSIONS / 2) stop.abort(new Error('stopped'))
    },
  })
  await expect(interrupted).rejects.toThrow()
  const rest = await copyStore(source, target)
  const rows = rest.tables.reduce((sum, { rows: [from] }) => sum + from, 0)
  expect(rest.same).toBe(true)
  expect(rest.written).toBeLessThan(rows)
  expect(await copyStore(source, target)).toMatchObject({ same: true, written: 0 })
  await store.record([{ ...read(90, 'paid'), identity: { ...IDENTITY, id: 's1' } }])
  const more = await copyStore(source, target)
  // Session, observation, two totals and a change.
  expect(more).toMatchObject({ same: true, written: 5 })
})

test('a store with sessions or changes of its own is never written to', async () => {
  const [source, target] = places()
  await fill(await opened(source))
  const other = await opened(target)
  await other.record([{ ...read(1, 'open'), identity: { ...IDENTITY, id: 'own' } }])
  const hash = await other.contentHash()
  await expect(copyStore(source, target)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('sessions the source does not have'),
  })
  expect(await other.contentHash()).toBe(hash)

  const [, copy] = places()
  await copyStore(source, copy)
  const used = await opened(copy)
  await used.record([{ ...read(90, 'paid'), identity: { ...IDENTITY, id: 's1' } }])
  await expect(copyStore(source, copy)).rejects.toMatchObject({
    message: expect.stringContaining('changes the source does not have'),
  })
  expect((await used.get('acme/default/s1'))?.session.status).toBe('paid')
})

test('every table and column is copied, or left out for a reason', async () => {
  const [where] = places()
  await opened(where)
  const engine = await openEngine(where)
  try {
    const tables = await engine.db.introspection.getTables()
    const found = tables.map(({ name, columns }) => [name, columns.map((column) => column.name).sort()] as const)
    const copied = KEYED.map(({ name, key, columns }) => [name, [...key, ...columns]] as const)
    const counted = ['number', 'xid', 'amount_minor', 'owner']
    const all = new Map<string, readonly string[]>([...copied, ['change', CHANGE_COLUMNS], ['onetill_migration', []]])
    for (const [name, columns] of found) {
      expect(all.has(name), name).toBe(true)
      if (name !== 'onetill_migration')
        expect([...(all.get(name) ?? [])].sort(), name).toEqual(columns.filter((column) => !counted.includes(column)))
    }
  } finally {
    await engine.close()
  }
})
