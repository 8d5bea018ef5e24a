// Bugs of order and repetition: what was seen decides, not when it arrived.
import { describe, expect, test } from 'vitest'
import { observe, reduce } from '@onetill/store'
import { FACTS, hook, IDENTITY, read, session, usd } from '../../packages/store/src/acme.fixture.ts'
import { ENGINES, opened } from '../store/engines.ts'

const statusOf = (...seen: Parameters<typeof reduce>[1]) => reduce(IDENTITY, seen).stored.session.status

describe('order', () => {
  test('regression: hyperswitch#9926: a read that began before a webhook does not take it back', () => {
    expect(statusOf(hook(5, 'paid'), read(1, 'processing'))).toBe('paid')
    expect(statusOf(read(1, 'processing'), hook(5, 'paid'))).toBe('paid')
  })

  test('regression: hyperswitch#1850: a late webhook of an earlier state does not reopen what was paid', () => {
    expect(statusOf(read(5, 'paid'), hook(6, 'open'))).toBe('paid')
  })

  test('regression: stripe-cli#418: success before the session was even seen counts', () => {
    expect(statusOf(hook(1, 'paid'))).toBe('paid')
  })

  test('regression: solidus_stripe#189: failed after paid is not failed, and somebody has to look', () => {
    const { stored } = reduce(IDENTITY, [hook(1, 'paid'), hook(2, 'failed')])
    expect(stored.session.status).toBe('paid')
    expect(stored.attention).not.toEqual([])
  })

  test('regression: hyperswitch-prism#2227: money that comes after the end is paid, and said to be late', () => {
    const { stored } = reduce(IDENTITY, [read(1, 'expired'), hook(2, 'paid')])
    expect(stored).toMatchObject({ late: true, session: { status: 'paid' } })
  })

  test('regression: PostHog#98651: a partial answer erases nothing that a full one said', () => {
    const full = read(1, 'open', { amount: usd('5.00'), reference: 'A-1' })
    const { stored } = reduce(IDENTITY, [full, hook(2, 'processing')])
    expect(stored.session).toMatchObject({ reference: 'A-1', amount: { value: '5.00' }, status: 'processing' })
  })
})

describe.for(ENGINES)('repetition in $name', ({ place }) => {
  test('regression: stripe_event#75, cashier-stripe#1201: the same thing a hundred times at once is one observation', async () => {
    const store = await opened(place())
    const seen = observe(session(1, ['paid']), FACTS)
    const results = await Promise.all(Array.from({ length: 100 }, () => store.record([seen])))
    expect(results.flat().filter(({ events }) => events.length > 0)).toHaveLength(1)
    expect((await store.history('acme/default/s1'))?.steps).toHaveLength(1)
  })

  test('regression: mirakl-hyperwallet-connector#35: two that write at once lose nothing of each other', async () => {
    const store = await opened(place())
    await Promise.all([
      store.record([read(1, 'open', { amount: usd('5.00') })]),
      store.record([hook(2, 'processing', { reference: 'A-1' })]),
    ])
    expect((await store.get('acme/default/s1'))?.session).toMatchObject({
      status: 'processing',
      reference: 'A-1',
      amount: { value: '5.00' },
    })
  })
})
