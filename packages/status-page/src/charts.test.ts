import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ago, filled, NOW, seen } from './board.fixture.ts'
import { FAMILY_NAMES, sumOf } from './families.ts'
import { count, createCounter, MOST_COUNTED } from './over-time.ts'
import { readQuery } from './query.ts'
import { asPage, get, pagesOfFile } from './requests.fixture.ts'
import { slicesOf } from './slices.ts'
import { createStatusPage } from './status-page.ts'
import { ceiling } from './time-chart.ts'
import { zoneOf } from './times.ts'

const pageOf = pagesOfFile()
const zone = (name: string) => zoneOf(name) ?? expect.fail(`no zone ${name}`)
const asked = (search: string) => readQuery(new URLSearchParams(search))

describe('pieces of time', () => {
  test('days begin at midnight in the zone, also where clocks change', () => {
    const { unit, slices } = slicesOf('2026-10-23T22:00:00.000Z', '2026-10-26T23:00:00.000Z', zone('Europe/Berlin'))
    expect(unit).toBe('day')
    const hours = slices.map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 3_600_000)
    expect(hours).toEqual([24, 25, 24])
    expect(slices[0]?.from).toBe('2026-10-23T22:00:00.000Z')
  })

  test.for([
    ['2026-11-19T13:00:00.000Z', '2026-11-20T12:00:00.000Z', 'hour', 1, 23],
    ['2026-11-14T00:00:00.000Z', '2026-11-20T12:00:00.000Z', 'day', 1, 7],
    ['2026-01-01T00:00:00.000Z', '2026-11-20T12:00:00.000Z', 'day', 6, 54],
    ['2026-11-20T12:00:00.000Z', '2026-11-20T12:00:00.000Z', 'hour', 1, 0],
    ['2026-11-20T12:00:00.000Z', '2026-11-19T12:00:00.000Z', 'hour', 1, 0],
  ] as const)('%s to %s', ([from, to, unit, step, many]) => {
    const { slices, ...kind } = slicesOf(from, to, zone('UTC'))
    expect({ ...kind, many: slices.length }).toEqual({ unit, step, many })
    if (many === 0) return
    expect((slices[0]?.from ?? '') <= from && (slices.at(-1)?.to ?? '') >= to).toBe(true)
    slices.slice(1).forEach((slice, index) => {
      expect(slice.from).toBe(slices[index]?.to)
    })
  })

  test('the scale ends at or above the highest bar, at a number people can read', () => {
    expect([0, 1, 3, 7, 9, 11, 13, 21, 55, 99, 101, 1_234].map(ceiling)).toEqual([
      1, 1, 4, 8, 10, 12, 16, 30, 60, 100, 120, 1_600,
    ])
  })
})

describe('sessions over time', () => {
  test('every session is in one bar, the one of its hour', async () => {
    const store = await filled()
    const { slices, counted, countedFrom } = await count(store, asked(''), NOW)
    await store.close()
    expect([slices.length, counted, countedFrom]).toEqual([24, 15, null])
    // Read off the fixture by hand: began 4 to 60 minutes before noon, and so on.
    const found = slices.flatMap(({ from, counts }) =>
      sumOf(counts) === 0 ? [] : [`${from.slice(11, 13)} ${FAMILY_NAMES.map((name) => counts[name]).join('')}`],
    )
    expect(found).toEqual(['05 10001', '06 00001', '07 00001', '08 00021', '09 00100', '10 00100', '11 15000'])
    expect(slices.reduce((sum, { counts }) => sum + sumOf(counts), 0)).toBe(counted)
  })

  test('too many to count are said to be', async () => {
    const store = await filled(
      Array.from({ length: MOST_COUNTED + 600 }, (_, index) =>
        seen(`cs_${index}`, 1, ['paid', 'exact'], { createdAt: ago(index / 10) }),
      ),
    )
    const { slices, counted, countedFrom } = await count(store, asked(''), NOW)
    expect(counted).toBe(MOST_COUNTED)
    expect(countedFrom).toBe(ago((MOST_COUNTED - 1) / 10))
    expect(slices.reduce((sum, { counts }) => sum + sumOf(counts), 0)).toBe(counted)
    const handle = createStatusPage({ store, now: () => NOW })
    const pageText = async () => (await handle(get('/', asPage))).text()
    await expect.poll(pageText, { timeout: 10_000 }).not.toContain('Being counted')
    const page = await pageText()
    await store.close()
    expect(page).toContain('the newest 2,000 sessions, by hour')
    expect(page).toMatch(/Only the newest 2,000 are counted, since <?/)
    // Counted since 08:40; the bars begin at 13:00 of the day before: 19 hours are not counted, the next is in part.
    expect(page).toContain('class="uncounted" x="0" y="0" width="83.33%"')
    expect(page.match(/>not counted</g)).toHaveLength(19)
    expect(page).toMatch(/08:00 – 09:00, in part<\/th>/)
    expect(page).toMatch(/08:00 – 09:00: at least \d+ paid or done/)
  })

  test('counts that wait are few, and the same one does not wait twice', async () => {
    const store = await filled()
    let running = 0
    let most = 0
    let asks = 0
    const slow: typeof store = {
      ...store,
      list: async (...args) => {
        asks += 1
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setTimeout(resolve, 80))
        running -= 1
        return store.list(...args)
      },
    }
    const counter = createCounter(slow)
    const searches = Array.from({ length: 40 }, (_, index) => `q=${index}`)
    const told = await Promise.all(
      searches.flatMap((search) => [search, search]).map((search) => counter.overTime(asked(search), NOW)),
    )
    expect(told.every((each) => each === 'counting')).toBe(true)
    await expect.poll(() => running, { timeout: 5_000, interval: 200 }).toBe(0)
    await expect.poll(async () => typeof (await counter.overTime(asked('q=7'), NOW)), { timeout: 5_000 }).toBe('object')
    expect(asks).toBeLessThanOrEqual(9)
    expect(most).toBe(1)
    // Whoever was sent away has a turn later.
    await expect
      .poll(async () => typeof (await counter.overTime(asked('q=39'), NOW)), { timeout: 5_000 })
      .toBe('object')
    await store.close()
  })

  test('a bar has the height its row of the table says', async () => {
    const page = await (await pageOf()(get('/', asPage))).text()
    const [, drawn = ''] = /aria-label="Bars with the numbers of the table below"(.*?)<\/svg>/s.exec(page) ?? []
    const [, table = ''] = /aria-label="Sessions over time, as a table">(.*?)<\/table>/s.exec(page) ?? []
    const [, top = ''] = /class="scale" aria-hidden="true"><span>(\d+)</.exec(page) ?? []
    const bars = [...drawn.matchAll(/<g><title>([^:]+:\d\d – [^:]+:\d\d): [^<]*<\/title>(.*?)<\/g>/gs)].map(
      ([, name, body = '']) => [
        name,
        [...body.matchAll(/height="([\d.]+)%"/g)]
          .map(([, height]) => Math.round((Number.parseFloat(height ?? '') * Number.parseInt(top, 10)) / 100))
          .join(' '),
      ],
    )
    const rows = [...table.matchAll(/<tr><th scope="row">([^<]+)<\/th>(.*?)<\/tr>/gs)].map(([, name, body = '']) => {
      const cells = [...body.matchAll(/>(\d+)<\/td>/g)].map(([, cell]) => cell)
      return [
        name,
        cells
          .slice(0, 5)
          .filter((cell) => cell !== '0')
          .join(' '),
      ]
    })
    expect(rows).toHaveLength(24)
    expect(bars).toEqual(rows.filter(([, cells]) => cells !== '').reverse())
    expect(bars.length).toBeGreaterThan(5)
  })

  test('the shares of a vendor are all of it, and its table has the numbers of the totals', async () => {
    const page = await (await pageOf()(get('/?provider=acme', asPage))).text()
    const [, table = ''] = /aria-label="Status by vendor, as a table">(.*?)<\/table>/s.exec(page) ?? []
    const [, body = ''] = /<tbody>(.*)<\/tbody>/s.exec(table) ?? []
    expect([...body.matchAll(/<th scope="row">([^<]+)/g)].map(([, name]) => name)).toEqual(['acme'])
    const cells = [...body.matchAll(/<td class="end">(\d+)/g)].map(([, cell]) => Number.parseInt(cell ?? '', 10))
    const all = cells.pop()
    expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(all)
    const shares = [...page.matchAll(/x="[\d.]+%" y="0" width="([\d.]+)%"/g)].map(([, width]) =>
      Number.parseFloat(width ?? ''),
    )
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0)
  })
})

test('the first page of a full board and the page of vendors are at most 30 kB, gzip', async () => {
  const store = await filled(
    Array.from({ length: 400 }, (_, index) =>
      seen(`cs_${index}9hV2kQ7${index * 7919}`, 1, ['paid', 'exact'], {
        reference: `order-${index * 104_729}`,
        createdAt: ago(index * 3),
      }),
    ),
  )
  const handle = createStatusPage({ store, now: () => NOW })
  for (const path of ['/', '/vendors']) {
    const text = await (await handle(get(path, asPage))).text()
    expect(gzipSync(text).length, path).toBeLessThan(30_000)
    expect(text.length).toBeGreaterThan(5_000)
  }
  await store.close()
})
