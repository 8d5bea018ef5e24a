import { describe, expect, test } from 'vitest'
import { reduce } from '../reduce.ts'
import { batchesOf, randomObservation, randomOf } from './random.ts'
import { at, identityOf, sampleKey } from './sample.ts'
import type { Kit } from './suite.ts'

const SESSIONS = 25

export function writerCases({ open, place, observations }: Kit): void {
  describe('writers at once', () => {
    test('8 writers with the same observations in other orders: each session is what all say together', async () => {
      const where = place()
      const writers = await Promise.all(Array.from({ length: 8 }, () => open(where)))
      const random = randomOf(41)
      const perSession = Math.ceil(observations / 8 / SESSIONS / 4)
      const seen = Array.from({ length: SESSIONS }, (_, session) =>
        Array.from({ length: perSession }, () => randomObservation(random, `k${session}`)),
      )
      await Promise.all(
        writers.map(async (writer, number) => {
          const own = randomOf(number)
          for (const batch of batchesOf(own, own.shuffled(seen.flat()), 30)) await writer.record(batch)
        }),
      )
      const [store] = writers
      for (const [session, all] of seen.entries())
        expect(await store?.get(sampleKey(`k${session}`))).toEqual(reduce(identityOf(`k${session}`), all).stored)
      expect(await store?.check()).toEqual([])
    })

    test('recording, claiming, tracking, completing and reading at once end without an error', async () => {
      const where = place()
      const stores = await Promise.all(Array.from({ length: 4 }, () => open(where)))
      const ids = Array.from({ length: SESSIONS }, (_, session) => identityOf(`m${session}`))
      await stores[0]?.track(ids)
      await Promise.all(
        stores.flatMap((store, number) => {
          const random = randomOf(number)
          const turns = async (work: () => Promise<unknown>) => {
            for (let turn = 0; turn < 20; turn++) await work()
          }
          const some = () => Array.from({ length: 9 }, () => randomObservation(random, `m${random.below(SESSIONS)}`))
          return [
            turns(() => store.record(some(), { next: () => ({ at: at(0) }) })),
            turns(() => store.track(random.shuffled(ids))),
            turns(async () => {
              const claim = { provider: 'sample', account: 'default', owner: `w${number}`, leaseMs: 1_000, limit: 5 }
              const claims = await store.claim(claim)
              const [some, others] = [claims.slice(0, 2), claims.slice(2)]
              const read = some.map(({ identity }) => randomObservation(random, identity.id))
              await store.record(read, { claims: some, next: () => ({ at: at(0) }) })
              await store.complete(others.map(({ key, fence }) => ({ key, fence, at: at(0) })))
            }),
            turns(() => store.list({ text: 'm1' })),
          ]
        }),
      )
      expect(await stores[0]?.check()).toEqual([])
    })
  })
}
