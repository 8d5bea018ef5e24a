import { describe, expect, test } from 'vitest'
import { addMoney, money, summarize } from '@onetill/core'
import type { Total } from '../list.ts'
import type { Store } from '../store.ts'
import { batchesOf, randomObservation, randomOf } from './random.ts'
import { sample } from './sample.ts'
import type { Kit } from './suite.ts'

export function totalCases({ open, observations }: Kit): void {
  describe('totals', () => {
    test(`after ${observations} random observations they are what a full scan counts and sums`, async () => {
      const store = await open()
      const random = randomOf(23)
      const seen = Array.from({ length: observations }, () =>
        randomObservation(random, `t${random.below(Math.ceil(observations / 5))}`),
      )
      const half = seen.length / 2
      for (const batch of batchesOf(random, seen.slice(0, half), 400)) await store.record(batch)
      expect(sorted(await store.totals())).toEqual(await scanned(store))
      for (const batch of batchesOf(random, seen.slice(half), 400)) await store.record(batch)
      const totals = await store.totals()
      expect(sorted(totals)).toEqual(await scanned(store))
      expect(new Set(totals.map(({ currency }) => currency))).toEqual(new Set(['USD', 'JPY', 'KWD', 'USDC', null]))
      const live = totals.filter(({ environment }) => environment === 'live')
      expect(live.length).toBeGreaterThan(0)
      expect(await store.totals({ environment: 'live' })).toEqual(live)
      expect(await store.totals({ provider: 'other' })).toEqual([])
    })

    test('a sum is exact where neither a double nor a 64-bit number is', async () => {
      const store = await open()
      const amounts = ['9007199254740993.01', '0.01', '184467440737095516.16', '99999999999999999999.99']
      await store.record(amounts.map((value, index) => sample(`s${index}`, 1, 'paid', { amount: money(value, 'USD') })))
      expect(await store.totals()).toMatchObject([{ sessions: 4, amount: '100193474639991836509.17' }])
    })

    test('a group without sessions is not there', async () => {
      const store = await open()
      await store.record([sample('a', 1, 'open', { amount: money('5', 'USD') })])
      await store.record([sample('a', 2, 'paid', { amount: money('5', 'USD') })])
      expect(await store.totals()).toMatchObject([{ status: 'paid', sessions: 1, amount: '5.00' }])
    })

    test('writers at once: nothing is counted twice or lost', async () => {
      const store = await open()
      const random = randomOf(29)
      const seen = Array.from({ length: 400 }, () => randomObservation(random, `w${random.below(40)}`))
      const lanes = [0, 1, 2, 3].map((lane) => batchesOf(randomOf(lane), random.shuffled(seen), 20))
      await Promise.all(
        lanes.map(async (batches) => {
          for (const batch of batches) await store.record(batch)
        }),
      )
      expect(sorted(await store.totals())).toEqual(await scanned(store))
      expect(await store.check()).toEqual([])
    })
  })
}

/** Counted and summed from the sessions themselves, with exact arithmetic. */
async function scanned(store: Store): Promise<readonly Total[]> {
  const groups = new Map<string, Total>()
  for await (const { session } of store.export()) {
    const { provider, account, environment, status, amount } = session
    const currency = amount?.currency ?? null
    const group = { provider, account, environment, status, summary: summarize(session), currency }
    const key = JSON.stringify(group)
    const known = groups.get(key)
    const before = known?.amount ?? '0'
    const sum = amount === null ? null : addMoney({ value: before, currency: amount.currency }, amount).value
    groups.set(key, { ...group, sessions: (known?.sessions ?? 0) + 1, amount: sum })
  }
  return sorted([...groups.values()])
}

const GROUP = ['provider', 'account', 'environment', 'status', 'summary', 'currency'] as const

function sorted(totals: readonly Total[]): readonly Total[] {
  const comparable = (total: Total): string => JSON.stringify(GROUP.map((field) => total[field]))
  return [...totals].sort((a, b) => (comparable(a) < comparable(b) ? -1 : 1))
}
