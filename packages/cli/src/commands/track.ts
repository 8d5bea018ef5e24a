import { accountLabel } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { usageError } from '../failure.ts'
import { inputLines } from '../input/text-lines.ts'
import { jsonText, printable } from '../output/printable.ts'
import { countText, createProgress } from '../output/progress.ts'
import { DEFAULT_STORE, findStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { type MapOptions, toExpected } from './map-options.ts'

/** Options of `onetill track`, as typed. */
export interface TrackOptions
  extends StoreChoice,
    Pick<MapOptions, 'account' | 'expectedAmount' | 'expectedReference'> {
  readonly json?: boolean
}

const BATCH = 500
/** Longest id of a session that is taken. */
const LONGEST = 512

/** Watches sessions from now on. */
export async function trackCommand(
  provider: string,
  ids: readonly string[],
  options: TrackOptions,
  context: CliContext,
): Promise<number> {
  const expected = toExpected(options)
  const fromInput = ids.length === 1 && ids[0] === '-'
  if (expected !== null && (ids.length > 1 || fromInput))
    throw usageError('--expected-amount and --expected-reference are for one id')
  const label = accountLabel({ provider, account: options.account, config: options.config }, context)
  const account = label ?? options.account ?? 'default'
  const place = findStore(options, context)
  const progress = createProgress(context)
  return withStore(place, async (store) => {
    let [tracked, known] = [0, 0]
    const add = async (some: readonly string[]): Promise<void> => {
      const sessions = some.map((id) => ({
        provider,
        account,
        id: checked(id),
        ...(expected === null ? {} : { expected }),
      }))
      const recorded = await store.track(sessions)
      tracked += recorded.length
      known += recorded.filter(({ stored }) => stored.firstSeenAt !== null).length
      for (const { key, stored } of recorded)
        await context.out.write(`${options.json === true ? jsonText(stored) : printable(key)}\n`)
      progress.show('watched', tracked, null)
    }
    let batch: string[] = []
    for await (const id of fromInput ? inputLines('-', context) : ids) {
      if (id.trim() === '') continue
      batch.push(id.trim())
      if (batch.length < BATCH) continue
      await add(batch)
      batch = []
    }
    if (batch.length > 0) await add(batch)
    await store.wake()
    progress.end()
    await context.out.flush()
    const sessions = tracked === 1 ? '1 session is' : `${countText(tracked)} sessions are`
    const again = known === 0 ? '' : `, ${countText(known)} of them seen before`
    const where = place.url === DEFAULT_STORE ? '' : ` in ${place.name}`
    context.report(`${sessions} due to be read${where}${again}; read them with: onetill sync`)
    if (label === null) context.report(`${provider} is not configured yet; see: onetill --help`)
    return EXIT_CODES.ok.code
  })
}

function checked(id: string): string {
  if (id.length <= LONGEST && printable(id) === id) return id
  throw usageError(`an id is text of at most ${LONGEST} characters without control characters`)
}
