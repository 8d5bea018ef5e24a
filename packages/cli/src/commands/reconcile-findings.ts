import type { FindingCount, StoredFinding } from '@onetill/store'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { usageError } from '../failure.ts'
import { jsonText, printable } from '../output/printable.ts'
import { countText } from '../output/progress.ts'
import { cut } from '../output/width.ts'
import { fieldOf, type Line, listing, textOf } from '../reconcile/listing.ts'
import { findExistingStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { wholeNumber } from './numbers.ts'

/** Options of `onetill reconcile findings`, as typed. */
export interface FindingsCommandOptions extends StoreChoice {
  readonly state: 'open' | 'closed' | 'all'
  readonly code?: string
  readonly exceptions?: boolean
  readonly session?: string
  readonly rules?: string
  readonly limit?: string
  readonly after?: string
  readonly json?: boolean
}

/** Lists findings over all runs that were kept, by id. */
export async function findingsCommand(options: FindingsCommandOptions, context: CliContext): Promise<number> {
  const { state, code, session: sessionKey, rules, after, json = false } = options
  const limit = wholeNumber(options.limit ?? '50', '--limit', { from: 1, to: 500 })
  if (after !== undefined && !/^[0-9a-f]{32}$/.test(after))
    throw usageError('--after: expected the whole id of a finding')
  const { CODES } = await import('@onetill/reconcile')
  if (code !== undefined && !Object.hasOwn(CODES, code))
    throw usageError(`--code: expected one of ${Object.keys(CODES).join(', ')}`)
  const filter = {
    ...{ code, sessionKey, rules },
    ...(state === 'all' ? {} : { state }),
    ...(options.exceptions === true ? { exception: true } : {}),
  }
  const place = findExistingStore(options, context)
  const { out, terminal, report } = context
  const found =
    place === null
      ? { findings: [], counts: [] }
      : await withStore(place, async (store) => ({
          findings: await store.findings(filter, { limit, after }),
          counts: await store.findingCounts(),
        }))
  const { findings, counts } = found
  if (json) await out.write(`${jsonText(findings, 2)}\n`)
  else if (findings.length > 0) await out.write(`${listing(COLUMNS, findings.map(lineOf), terminal).join('\n')}\n`)
  await out.flush()
  if (place === null) return EXIT_CODES.ok.code
  if (!json) report(countsText(counts))
  const last = findings.at(-1)
  if (last !== undefined && findings.length === limit) report(`there may be more; go on with: --after ${last.id}`)
  return EXIT_CODES.ok.code
}

const COLUMNS = [
  { title: 'FINDING' },
  { title: 'CODE' },
  { title: 'WHO' },
  { title: 'DIFFERENCE', align: 'right' },
  { title: 'SINCE' },
  { title: 'RUNS', align: 'right' },
  { title: 'STATE' },
] as const

/** A name gets no more columns, so that what stands behind it can be seen. */
const WHO = 24

function lineOf({ id, code, state, firstSeenAt, runs, reopened, closedReason, finding }: StoredFinding): Line {
  const differences = fieldOf(finding, 'difference')
  const difference = Array.isArray(differences)
    ? differences.map((one) => `${textOf(one, 'amount')} ${textOf(one, 'currency')}`).join(', ')
    : ''
  const back = reopened === 0 ? '' : `, back ${countText(reopened)}×`
  return {
    cells: [
      ...[id.slice(0, 8), code, cut(printable(whoOf(finding)), WHO), printable(difference)],
      ...[
        firstSeenAt.slice(0, 10),
        countText(runs),
        `${state === 'open' ? 'open' : (closedReason ?? 'closed')}${back}`,
      ],
    ],
    color: state === 'open' ? 'red' : 'gray',
  }
}

function whoOf(finding: unknown): string {
  for (const side of ['left', 'right'])
    for (const field of ['reference', 'key']) {
      const name = textOf(finding, side, 0, field)
      if (name !== '') return name
    }
  return 'a row without a name'
}

function countsText(counts: readonly FindingCount[]): string {
  const sum = (state: string): string =>
    countText(counts.filter((one) => one.state === state).reduce((total, { findings }) => total + findings, 0))
  return counts.length === 0
    ? 'no finding is kept yet; keep a run with: onetill reconcile … --keep'
    : `of all findings ${sum('open')} are open and ${sum('closed')} closed`
}
