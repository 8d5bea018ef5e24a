import { describe, expect, onTestFinished, test } from 'vitest'
import type { Observation, Store } from '@onetill/store'
import { ago, filled, NOW, SEEN, seen } from './board.fixture.ts'
import { findSessions } from './find.ts'
import { readQuery } from './query.ts'

const asked = (search: string) => readQuery(new URLSearchParams(search))

async function stored(observations: readonly Observation[]): Promise<Store> {
  const store = await filled(observations)
  onTestFinished(() => store.close())
  return store
}

async function everyId(store: Store, search: string, limit: number): Promise<readonly string[]> {
  const ids: string[] = []
  const { filter, preset } = asked(search)
  for (let after: string | undefined; ; ) {
    const { sessions, next } = await findSessions(store, { filter, preset, after, role: 'operator' }, NOW, limit)
    expect(sessions.length).toBeLessThanOrEqual(limit)
    ids.push(...sessions.map(({ session }) => session.id))
    if (next === null) return ids
    after = next
  }
}

/** Paid, then a word we do not know: the status stays paid. */
const unread = (id: string, minutes: number): readonly Observation[] => [
  seen(id, minutes, ['paid', 'exact'], { createdAt: ago(minutes) }),
  seen(id, minutes - 1, ['unknown'], { createdAt: ago(minutes), providerStatus: 'settling_v2' }),
]
/** Known by such a word only. */
const unknown = (id: string, minutes: number): Observation =>
  seen(id, minutes, ['unknown'], { createdAt: ago(minutes), providerStatus: 'settling_v2' })
/** Odd for another reason: ended after it was paid. */
const regressed = (id: string, minutes: number): readonly Observation[] => [
  seen(id, minutes, ['paid', 'exact'], { createdAt: ago(minutes) }),
  seen(id, minutes - 1, ['failed'], { createdAt: ago(minutes) }),
]

describe('the view of unread words', () => {
  test('has what is unknown and what was known before, newest first, in pages of any size', async () => {
    const odd = Array.from({ length: 9 }, (_, index) => regressed(`odd-${index}`, 100 + index * 7)).flat()
    const store = await stored([
      ...SEEN,
      ...odd,
      ...unread('kept-1', 160),
      ...unread('kept-2', 110),
      ...[unknown('new-1', 150), unknown('new-2', 145), unknown('new-3', 90)],
    ])
    const wanted = ['new-3', 'kept-2', 'new-2', 'new-1', 'kept-1', 'pay_52Kd']
    for (const limit of [1, 2, 3, 5, 6, 50])
      expect(await everyId(store, 'view=unread', limit), `${limit}`).toEqual(wanted)
    expect(await everyId(store, 'view=unread&provider=chain', 2)).toEqual(['pay_52Kd'])
    expect(await everyId(store, 'view=unread&status=unknown', 2)).toEqual(['new-3', 'new-2', 'new-1'])
    expect(await everyId(store, 'view=unread&q=kept', 1)).toEqual(['kept-2', 'kept-1'])
  })

  test('a page ends short where little fits, and the next goes on', async () => {
    const store = await stored([
      ...Array.from({ length: 45 }, (_, index) => regressed(`odd-${index}`, 10 + index)).flat(),
      ...unread('kept', 600),
    ])
    const { filter, preset } = asked('view=unread')
    const first = await findSessions(store, { filter, preset, after: undefined, role: 'operator' }, NOW, 2)
    expect(first.sessions).toEqual([])
    expect(first.next).not.toBeNull()
    expect(await everyId(store, 'view=unread', 2)).toEqual(['kept'])
  })

  test.for(['x', '[]', '["a"]', '{"a":1}', '[1,2]'])('%s is no place in it', async (after) => {
    const store = await stored(SEEN)
    const { filter, preset } = asked('view=unread')
    await expect(
      (async () => findSessions(store, { filter, preset, after, role: 'operator' }, NOW))(),
    ).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })
})

test('“needs attention” has every kind of session the operator has to look at, and nothing else', async () => {
  const refunded = (id: string, state: 'pending' | 'failed' | 'succeeded') =>
    seen(id, 30, ['paid', 'exact'], {
      createdAt: ago(30),
      refunds: [
        {
          ...{ id: 're_1', amount: { value: '1.00', currency: 'USD' }, status: state, providerStatus: state },
          ...{ reason: null, failureReason: null, createdAt: null, updatedAt: null },
        },
      ],
      refundRollUp: {
        refundStatus: state === 'succeeded' ? 'full' : state,
        refundEvidence: 'list',
        refunded: null,
      },
    })
  const store = await stored([
    seen('in-review', 30, ['review', 'underpaid'], { createdAt: ago(30) }),
    ...unread('unread-after', 30),
    unknown('unread-only', 30),
    ...regressed('ended-after-paid', 30),
    seen('contradicted', 30, ['paid', 'exact'], { createdAt: ago(31) }),
    seen('contradicted', 20, ['open'], { createdAt: ago(31) }),
    seen('stuck', 90, ['processing', 'confirming'], { createdAt: ago(90) }),
    refunded('refund-waits', 'pending'),
    refunded('refund-failed', 'failed'),
    ...[refunded('refunded', 'succeeded'), seen('not-yet-stuck', 30, ['processing'], { createdAt: ago(30) })],
    ...[
      seen('fine', 30, ['paid', 'exact'], { createdAt: ago(30) }),
      seen('waits', 90, ['open'], { createdAt: ago(90) }),
    ],
  ])
  expect([...(await everyId(store, 'view=attention', 3))].sort()).toEqual([
    ...['contradicted', 'ended-after-paid', 'in-review', 'refund-failed', 'refund-waits', 'stuck'],
    ...['unread-after', 'unread-only'],
  ])
})
