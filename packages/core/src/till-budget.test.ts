import { expect, test } from 'vitest'
import { bazaar } from './acme.fixture.ts'
import type { BudgetScope, Demand } from './rate-budget.ts'
import { createTill } from './till.ts'
import type { Fetch } from './transport.ts'

const adapters = [bazaar({ id: 'bazaar', baseUrl: 'https://pay.example' })] as const
const PAID = JSON.stringify({ id: 's1', status: 'paid' })

test('a budget of the caller counts the requests and hears of a 429', async () => {
  const scopes: BudgetScope[] = []
  const demands: Demand[] = []
  const pauses: number[] = []
  let status = 200
  const fetch: Fetch = async () => new Response(PAID, { status, headers: { 'retry-after': '7' } })
  const till = createTill({
    ...{ adapters, fetch, maxRetries: 0 },
    rateBudget: (scope) => {
      scopes.push(scope)
      return {
        acquire: (demand) => {
          demands.push(demand)
          return null
        },
        pause: (ms) => {
          pauses.push(ms)
        },
      }
    },
  })
  expect(scopes).toMatchObject([{ provider: 'bazaar', account: 'default' }])
  await till.retrieve('bazaar', 's1')
  await till.retrieve('bazaar', 's1', { priority: 'poll' })
  expect(demands).toMatchObject([
    { priority: 'call', waiter: undefined },
    { priority: 'poll', waiter: 's1', deadlineAt: null },
  ])
  expect(demands[0]?.deadlineAt).toBeGreaterThan(0)
  status = 429
  await expect(till.retrieve('bazaar', 's1')).rejects.toMatchObject({ code: 'rate_limited' })
  expect(pauses).toEqual([7_000])
})

test('a session was seen when its request was sent, not when it began to wait for the budget', async () => {
  let now = Date.UTC(2026, 10, 20)
  const fetch: Fetch = async () => {
    now += 1_000
    return new Response(PAID)
  }
  const till = createTill({
    ...{ adapters, fetch, now: () => now },
    rateBudget: () => ({
      acquire: async () => {
        now += 40_000
      },
      pause: () => {},
    }),
  })
  const { observed } = await till.retrieve('bazaar', 's1', { priority: 'poll' })
  expect(observed.at).toBe('2026-11-20T00:00:40.000Z')
})
