import { stat } from 'node:fs/promises'
import type { Environment } from '@onetill/core'
import type { CompareOptions, Comparison, Dimension } from '@onetill/reconcile'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { usageError } from '../failure.ts'
import { inputLines } from '../input/text-lines.ts'
import { jsonText, printable } from '../output/printable.ts'
import { countText, createProgress } from '../output/progress.ts'
import { findExistingStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { toTime } from './store-filter.ts'

/** How a comparison is printed. */
export const COMPARE_FORMATS = ['table', 'json', 'html'] as const

/** Options of `onetill compare`, as typed. */
export interface CompareCommandOptions extends StoreChoice {
  readonly by?: string
  readonly from?: string
  readonly to?: string
  readonly zone?: string
  readonly environment?: Environment
  readonly account?: string
  readonly format?: (typeof COMPARE_FORMATS)[number]
  readonly json?: boolean
  readonly html?: boolean
}

/** Bad lines that are told of one by one. */
const TOLD = 20

/** Compares providers with each other: sessions of the store, or NDJSON of a file. */
export async function compareCommand(
  file: string | undefined,
  options: CompareCommandOptions,
  context: CliContext,
): Promise<number> {
  const { from, to, zone, environment, account } = options
  if (file !== undefined && options.store !== undefined) throw usageError('a file and --store exclude each other')
  const format = toFormat(options)
  const { compareProviders, comparisonPage, comparisonText, DIMENSIONS } = await import('@onetill/reconcile')
  const asked: Omit<CompareOptions, 'source'> = {
    by: toDimensions(options.by ?? 'provider', DIMENSIONS),
    from: from === undefined ? undefined : toMoment('--from', from),
    to: to === undefined ? undefined : toMoment('--to', to),
    ...{ zone, environment, account, signal: context.signal },
  }
  const progress = createProgress(context)
  const comparison = await (file === undefined ? ofStore() : ofFile(file)).finally(() => progress.end())
  if (comparison === null) return EXIT_CODES.ok.code
  const { sessions, badLines, leftOut } = comparison
  if (badLines > TOLD) context.report(`and ${countText(badLines - TOLD)} more lines are no sessions`)
  if (sessions === 0)
    context.report(leftOut > 0 ? 'no session is of this period; leave out --from or --to' : 'there is no session in it')
  await context.out.write(textOf(comparison))
  await context.out.flush()
  return badLines === 0 ? EXIT_CODES.ok.code : EXIT_CODES.input.code

  async function ofStore(): Promise<Comparison | null> {
    const place = findExistingStore(options, context)
    if (place === null) return null
    const onProgress = (read: number) => progress.show('sessions read', read, null)
    return withStore(place, (store) => compareProviders({ ...asked, source: { kind: 'store', store }, onProgress }))
  }

  async function ofFile(path: string): Promise<Comparison> {
    const size =
      path === '-'
        ? null
        : await stat(path).then(
            ({ size }) => size,
            () => null,
          )
    const lines = inputLines(path, context, (bytes) => progress.show('bytes read', bytes, size))
    let told = 0
    return compareProviders({
      ...asked,
      source: { kind: 'lines', lines },
      onBadLine: ({ line, reason }) => {
        if (++told > TOLD) return
        progress.end()
        context.report(`line ${line}: ${printable(reason)}`)
      },
    })
  }

  function textOf(comparison: Comparison): string {
    if (format === 'json') return `${jsonText(comparison, 2)}\n`
    if (format === 'html') return comparisonPage(comparison)
    const lines = comparisonText(comparison, { columns: context.terminal.columns() })
    return `${lines.map(printable).join('\n')}\n`
  }
}

/** A day begins in the zone that is meant, which the comparison knows. */
const toMoment = (option: string, text: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : toTime(option, text)

/** `method,currency`; providers are always told apart. */
function toDimensions(text: string, all: readonly Dimension[]): readonly Dimension[] {
  return text.split(',').flatMap((word) => {
    const found = all.find((dimension) => dimension === word.trim())
    if (found !== undefined) return [found]
    if (word.trim() === 'provider') return []
    throw usageError(`--by: expected provider, ${all.join(', ')}, or several of them with commas`)
  })
}

function toFormat({ format, json, html }: CompareCommandOptions): (typeof COMPARE_FORMATS)[number] {
  const said = [
    ...(json === true ? (['json'] as const) : []),
    ...(html === true ? (['html'] as const) : []),
    ...(format === undefined ? [] : [format]),
  ]
  if (said.length > 1) throw usageError('choose one of --json, --html and --format')
  return said[0] ?? 'table'
}
