import { expect, test } from 'vitest'
import { ago, filled, seen } from './board.fixture.ts'
import { createFeed } from './feed.ts'

const LATEST = 1_200

/** Keys a follower is told of until it has so many. */
async function told(
  feed: ReturnType<typeof createFeed>,
  after: string | null,
  count: number,
): Promise<readonly string[]> {
  const gone = new AbortController()
  const keys: string[] = []
  for await (const batch of feed.follow(after, gone.signal)) {
    keys.push(...batch.map(({ key }) => key))
    if (keys.length >= count) gone.abort()
  }
  return keys
}

test('everybody is told of every change once and in order, wherever they begin, while others write', async () => {
  const store = await filled([])
  const write = (from: number, to: number) =>
    store.record(
      Array.from({ length: to - from }, (_, index) =>
        seen(`cs_${String(from + index).padStart(5, '0')}`, 0, ['open'], { createdAt: ago(0) }),
      ),
    )
  await write(0, 200)
  const feed = createFeed(store, { everyMs: 5 })
  const start = await store.changesSince(null)
  // Both beside what is kept and inside of it.
  const followers = [0, 1, 57, 199].map((place) => told(feed, start[place]?.cursor ?? null, LATEST - place - 1))
  const fresh = told(feed, await feed.newest(), LATEST - 200)
  for (let from = 200; from < LATEST; from += 50) await write(from, from + 50)
  const all = []
  for (let after: string | null = null; ; ) {
    const changes = await store.changesSince(after)
    if (changes.length === 0) break
    all.push(...changes.map(({ key }) => key))
    after = changes.at(-1)?.cursor ?? null
  }
  expect(all).toHaveLength(LATEST)
  const [first, second, third, fourth] = await Promise.all(followers)
  expect(first).toEqual(all.slice(1))
  expect(second).toEqual(all.slice(2))
  expect(third).toEqual(all.slice(58))
  expect(fourth).toEqual(all.slice(200))
  expect(await fresh).toEqual(all.slice(200))
  await store.close()
})

test('a store that is away for a while is followed again, and nothing is lost', async () => {
  const store = await filled([])
  let away = false
  const feed = createFeed(
    {
      ...store,
      changesSince: (after, limit) => (away ? Promise.reject(new Error('away')) : store.changesSince(after, limit)),
    },
    { everyMs: 5 },
  )
  const keys = told(feed, await feed.newest(), 2)
  await store.record([seen('a', 0, ['open'])])
  away = true
  await store.record([seen('b', 0, ['open'])])
  await new Promise((resolve) => setTimeout(resolve, 40))
  away = false
  expect(await keys).toEqual(['acme/default/a', 'acme/default/b'])
  await store.close()
})

test('who comes from another store is told to look again, and follows this one', async () => {
  const [older, store] = [await filled([]), await filled([])]
  for (let index = 0; index < 5; index++) await older.record([seen(`cs_${index}`, 0, ['open'], { createdAt: ago(0) })])
  const from = await older.lastCursor()
  await store.record([seen('cs_a', 0, ['open'], { createdAt: ago(0) })])
  const gone = new AbortController()
  const keys: string[] = []
  for await (const batch of createFeed(store, { everyMs: 5 }).follow(from, gone.signal)) {
    // The first is told before anything else happens.
    if (keys.length === 0) await store.record([seen('cs_b', 0, ['open'], { createdAt: ago(0) })])
    keys.push(...batch.map(({ key }) => key))
    if (keys.length >= 2) gone.abort()
  }
  expect(keys).toEqual(['', 'acme/default/cs_b'])
  await Promise.all([older.close(), store.close()])
})
