import { stat } from 'node:fs/promises'
import type { Adapter } from '@onetill/core'
import { accountLabel, connectOffline } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { usageError } from '../failure.ts'
import { inputLines } from '../input/text-lines.ts'
import { jsonText, printable } from '../output/printable.ts'
import { countText, createProgress } from '../output/progress.ts'
import { findStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { toTime } from './store-filter.ts'

/** Options of `onetill import`, as typed. */
export interface ImportCommandOptions extends StoreChoice {
  readonly provider?: string
  readonly account?: string
  readonly at?: string
  readonly json?: boolean
}

/** Rejected lines that are told of one by one. */
const TOLD = 20

/** Reads lines of JSON into the store: sessions in our form, or with a provider its native answers. */
export async function importCommand(file: string, options: ImportCommandOptions, context: CliContext): Promise<number> {
  const { provider, at } = options
  if (provider === undefined && (options.account !== undefined || at !== undefined))
    throw usageError('--account and --at are for native answers; name their --provider, too')
  const asOf = at === undefined ? undefined : toTime('--at', at)
  const account =
    provider === undefined
      ? undefined
      : (accountLabel({ provider, account: options.account, config: options.config }, context) ?? options.account)
  const adapters = connectOffline({ provider, account, config: options.config }, context)
  const place = findStore(options, context)
  const size =
    file === '-'
      ? null
      : await stat(file).then(
          ({ size }) => size,
          () => null,
        )
  const { createSync } = await import('@onetill/sync')
  const progress = createProgress(context)
  const { lines, taken, rejected } = await withStore(place, async (store) => {
    const sync = createSync({ till: offline(adapters), store })
    let told = 0
    return sync.import(
      inputLines(file, context, (bytes) => progress.show('bytes read', bytes, size)),
      {
        ...(provider === undefined ? {} : { provider, account }),
        ...(asOf === undefined ? {} : { asOf }),
        onRejected: ({ line, reason }) => {
          if (++told > TOLD) return
          progress.end()
          context.report(`line ${line}: ${printable(reason)}`)
        },
      },
    )
  })
  progress.end()
  if (rejected > TOLD) context.report(`and ${countText(rejected - TOLD)} more lines were rejected`)
  if (lines === 0) context.report('there is no line in it; give one JSON object a line')
  const text = `${countText(taken)} of ${countText(lines)} lines taken, ${countText(rejected)} rejected`
  await context.out.write(`${options.json === true ? jsonText({ lines, taken, rejected }, 2) : text}\n`)
  await context.out.flush()
  return rejected === 0 && lines > 0 ? EXIT_CODES.ok.code : EXIT_CODES.input.code
}

/** A client that only reads what is there already. */
function offline(adapters: readonly Adapter[]) {
  const never = () => {
    throw new Error('an import asks nobody')
  }
  return { adapters, retrieve: never, webhook: never }
}
