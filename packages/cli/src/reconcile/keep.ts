import type { Result } from '@onetill/reconcile'
import type { Store } from '@onetill/store'
import type { CliContext } from '../context.ts'
import { countText } from '../output/progress.ts'
import { findStore, type StoreChoice } from '../store/place.ts'
import { named, withStore } from '../store/with-store.ts'
import type { OpenSide } from './sides.ts'

interface Keeping {
  readonly result: Result
  readonly sides: readonly OpenSide[]
  readonly choice: StoreChoice
}

/** Keeps a run in `--store`, else in the side that is a store, else in the configured one; says what became of it. */
export async function keepResult({ result, sides, choice }: Keeping, context: CliContext): Promise<void> {
  if (result.summary.verdict === 'unbalanced') return context.report('not kept: the sums do not add up')
  const keep = (store: Store): Promise<string> => keptText(store, result)
  const [own, ...others] = sides.flatMap(({ store, name }) => (store === null ? [] : [{ store, name }]))
  const isOwn = own !== undefined && others.length === 0 && choice.store === undefined
  context.report(
    isOwn ? await named(own.name, () => keep(own.store)) : await withStore(findStore(choice, context), keep),
  )
}

async function keptText(store: Store, result: Result): Promise<string> {
  const { rules, asOf } = result.summary
  const { id, added, reopened, closed } = await store.keepRun(result)
  const run = `kept as run ${id.slice(0, 8)}`
  const [newest] = await store.runs({ rules, limit: 1 })
  if (newest !== undefined && newest.asOf > asOf)
    return `${run}; findings are left as the run of ${newest.asOf} found them, as it is of a later moment`
  const counts = [
    [added, 'new'],
    [reopened, 'back again'],
    [closed, 'closed'],
  ] as const
  const said = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${countText(count)} ${word}`]))
  return `${run}: ${said.length === 0 ? 'no finding has come or gone' : `findings: ${said.join(', ')}`}`
}
