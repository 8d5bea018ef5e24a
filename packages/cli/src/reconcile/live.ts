import { type Adapter, createTill, TillError } from '@onetill/core'
import type { SeenSession } from '@onetill/reconcile'
import type { Store } from '@onetill/store'
import type { CliContext } from '../context.ts'
import { failureLine } from '../failure.ts'
import { printable } from '../output/printable.ts'
import { countText } from '../output/progress.ts'

/** Sessions that are asked for together. */
const TOGETHER = 64

/**
 * Reads every session that a store knows of some accounts from its provider, within the limits that all processes of the
 * store share. What the provider does not have is left out, and told; anything else that cannot be read ends it, as what
 * was not read is not missing.
 * @throws invalid_input naming the session that cannot be read
 */
export async function* readLive(
  adapters: readonly Adapter[],
  store: Store,
  onRead: (sessions: number) => void,
  { signal, report }: CliContext,
): AsyncIterable<SeenSession> {
  const { sharedRateBudget } = await import('@onetill/sync')
  const till = createTill({ adapters, rateBudget: sharedRateBudget(store) })
  let read = 0
  let gone = 0
  for (const { provider, account } of adapters) {
    const filter = { provider: provider.id, account }
    for (let after: string | undefined; ; ) {
      const { sessions: known, next } = await store.list(filter, { limit: TOGETHER, after })
      const results = await till.retrieveMany(
        known.map(({ session: { id } }) => ({ provider: provider.id, account, id })),
        { signal },
      )
      for (const [index, result] of results.entries()) {
        if (result.ok) yield { session: result.session, paidSeenAt: known[index]?.paidSeenAt ?? null }
        else if (result.error.code === 'not_found' || result.error.code === 'gone') gone++
        else throw unread(known[index]?.key ?? '', result.error)
      }
      read += known.length
      onRead(read)
      if (next === null) break
      after = next
    }
  }
  if (gone > 0) report(`${countText(gone)} of ${countText(read)} sessions are not at their provider any more`)
}

const unread = (key: string, error: TillError): TillError =>
  new TillError({
    code: 'invalid_input',
    message: `${printable(key).slice(0, 200)} could not be read, so nothing is compared: ${failureLine(error)}`,
  })
