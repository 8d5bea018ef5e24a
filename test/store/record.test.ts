import { describe, expect, test } from 'vitest'
import { hook, IDENTITY, read, usd } from '../../packages/store/src/acme.fixture.ts'
import { ENGINES, opened } from './engines.ts'

describe.for(ENGINES)('$name', ({ place }) => {
  test('what was recorded is there after the store was opened again', async () => {
    const where = place()
    const first = await opened(where)
    const [recorded] = await first.record([read(1, 'open', { amount: usd('5') }), hook(2, 'paid')])
    expect(recorded).toMatchObject({ key: 'acme/default/s1', events: ['first_seen', 'became_paid'] })
    const again = await opened(where)
    expect(await again.get('acme/default/s1')).toEqual(recorded?.stored)
    expect((await again.list()).sessions).toEqual([recorded?.stored])
    expect(await again.totals()).toEqual([
      {
        ...{ provider: 'acme', account: 'default', environment: 'unknown', status: 'paid', summary: 'paid' },
        ...{ currency: 'USD', sessions: 1, amount: '5.00' },
      },
    ])
    expect(await again.check()).toEqual([])
    const history = await again.history('acme/default/s1')
    expect(history?.steps.map(({ effect }) => effect)).toEqual(['moved', 'moved'])
    expect((await again.changesSince(null)).map(({ events }) => events)).toEqual([['first_seen', 'became_paid']])
  })

  test('the same content again appends nothing and moves when it was confirmed', async () => {
    const store = await opened(place())
    await store.record([read(1, 'open')])
    const [again] = await store.record([read(7, 'open')])
    expect(again).toMatchObject({ events: [], stored: { lastConfirmedAt: '2026-11-20T12:07:00.000Z' } })
    expect(await store.changesSince(null)).toHaveLength(1)
  })

  test('a session that is tracked is due at once, and its expectation is kept', async () => {
    const store = await opened(place())
    await store.track([{ ...IDENTITY, expected: { amount: usd('5'), reference: 'A-1' } }])
    const [claim] = await store.claim({ provider: 'acme', account: 'default', owner: 'w', leaseMs: 1_000, limit: 10 })
    expect(claim).toMatchObject({ key: 'acme/default/s1', fence: 1, expected: { amount: usd('5'), reference: 'A-1' } })
    const [recorded] = await store.record([read(1, 'paid')], {
      claims: claim ? [claim] : [],
      next: () => ({ at: null }),
    })
    expect(recorded?.stored.session).toMatchObject({
      status: 'paid',
      amount: usd('5'),
      assumed: ['amount', 'reference'],
    })
    expect(await store.claim({ provider: 'acme', account: 'default', owner: 'w', leaseMs: 1_000, limit: 10 })).toEqual(
      [],
    )
  })
})
