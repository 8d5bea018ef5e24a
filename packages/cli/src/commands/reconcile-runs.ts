import type { StoredRun } from '@onetill/store'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { jsonText, printable } from '../output/printable.ts'
import { type Line, listing, textOf } from '../reconcile/listing.ts'
import { findExistingStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { wholeNumber } from './numbers.ts'

/** Options of `onetill reconcile runs`, as typed. */
export interface RunsCommandOptions extends StoreChoice {
  readonly rules?: string
  readonly limit?: string
  readonly json?: boolean
}

/** Lists runs that were kept, the newest moment first. */
export async function runsCommand(options: RunsCommandOptions, context: CliContext): Promise<number> {
  const { rules, json = false } = options
  const limit = wholeNumber(options.limit ?? '50', '--limit', { from: 1, to: 500 })
  const place = findExistingStore(options, context)
  const runs = place === null ? [] : await withStore(place, (store) => store.runs({ rules, limit }))
  const { out, terminal, report } = context
  if (json) await out.write(`${jsonText(runs, 2)}\n`)
  else if (runs.length > 0) await out.write(`${listing(COLUMNS, runs.map(lineOf), terminal).join('\n')}\n`)
  await out.flush()
  if (!json && place !== null && runs.length === 0)
    report('no run is kept yet; keep one with: onetill reconcile … --keep')
  return EXIT_CODES.ok.code
}

const COLUMNS = [
  { title: 'RUN' },
  { title: 'AS OF' },
  { title: 'VERDICT' },
  { title: 'LEFT', align: 'right' },
  { title: 'RIGHT', align: 'right' },
  { title: 'TO SETTLE', align: 'right' },
  { title: 'RULES' },
] as const

function lineOf({ id, asOf, verdict, rules, state, body }: StoredRun): Line {
  const count = (...path: readonly string[]): string => textOf(body, 'summary', ...path)
  // Begun, and stopped before all of its findings were there.
  const said = state === 'keeping' ? `${verdict}, not whole` : verdict
  return {
    cells: [
      ...[id.slice(0, 8), `${asOf.slice(0, 16)}Z`, said],
      ...[count('records', 'left', 'usable'), count('records', 'right', 'usable')],
      ...[`${count('exceptions')} of ${count('findings')}`, printable(rules)],
    ],
    color: verdict === 'clean' ? 'green' : 'red',
  }
}
