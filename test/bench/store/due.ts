import { strictEqual } from 'node:assert'
import type { Store } from '@onetill/store'
import { timed } from './numbers.ts'
import { BATCH, rows as ROWS } from './options.ts'
import { progress } from './progress.ts'

/** Sessions claimed and completed in a second by one worker, batch after batch. */
export async function measureDue(store: Store): Promise<number> {
  const most = Math.min(100_000, ROWS / 5)
  let done = 0
  const at = '2030-01-01T00:00:00.000Z'
  const ms = await timed(async () => {
    while (done < most) {
      const claims = await store.claim({
        ...{ provider: 'maven', account: 'default', owner: 'bench', leaseMs: 60_000, limit: BATCH },
      })
      strictEqual(claims.length, BATCH)
      const held = await store.complete(claims.map(({ key, fence }) => ({ key, fence, at })))
      strictEqual(held.length, BATCH)
      done += BATCH
      progress('claim and complete', done, most)
    }
  })
  return Math.round((1_000 * done) / ms)
}
