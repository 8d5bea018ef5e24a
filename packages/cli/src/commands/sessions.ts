import type { SessionPage } from '@onetill/store'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { usageError } from '../failure.ts'
import { createProgress } from '../output/progress.ts'
import { createStoredWriter, type StoredFormat } from '../output/stored-writer.ts'
import { findExistingStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { wholeNumber } from './numbers.ts'
import { type FilterOptions, toFilter } from './store-filter.ts'

/** Options of `onetill sessions`, as typed. */
export interface SessionsOptions extends StoreChoice, FilterOptions {
  readonly format?: StoredFormat
  readonly json?: boolean
  readonly csv?: boolean
  readonly table?: boolean
  readonly limit?: string
  readonly after?: string
  readonly all?: boolean
}

/** Most sessions a page of the store has. */
const PAGE = 500
const MOST = 1_000_000

/** Lists what is remembered, newest first. */
export async function sessionsCommand(options: SessionsOptions, context: CliContext): Promise<number> {
  const filter = toFilter(options)
  const format = toFormat(options)
  const { all = false } = options
  if (all && options.limit !== undefined) throw usageError('--all and --limit exclude each other')
  if (all && format === 'table') throw usageError('--all is for --csv, --json and --format ndjson; a table has --limit')
  const limit = all ? Number.POSITIVE_INFINITY : wholeNumber(options.limit ?? '50', '--limit', { from: 1, to: MOST })
  const writer = createStoredWriter(format, context)
  const place = findExistingStore(options, context)
  if (place === null) {
    await writer.end('list')
    return EXIT_CODES.ok.code
  }
  return withStore(place, async (store) => {
    const progress = createProgress(context)
    let after = options.after === undefined ? undefined : fromCursor(options.after)
    let count = 0
    let attention = 0
    let next: SessionPage['next'] = null
    do {
      context.signal.throwIfAborted()
      const page: SessionPage = await store.list(filter, { limit: Math.min(PAGE, limit - count), after })
      for (const stored of page.sessions) {
        await writer.add(stored)
        if (stored.attention.length > 0) attention++
      }
      count += page.sessions.length
      next = page.next
      after = next ?? undefined
      progress.show('sessions', count, null)
    } while (next !== null && count < limit)
    progress.end()
    await writer.end('list')
    if (count === 0) context.report(emptyText(filter))
    if (format === 'table' && attention > 0)
      context.report(`somebody has to look at ${attention} of them; see: onetill sessions --attention`)
    if (next !== null) context.report(`there are more; go on with: --after ${toCursor(next)}`)
    return EXIT_CODES.ok.code
  })
}

function toFormat({ format, json, csv, table }: SessionsOptions): StoredFormat {
  const said = [
    ...(json === true ? ['json' as const] : []),
    ...(csv === true ? ['csv' as const] : []),
    ...(table === true ? ['table' as const] : []),
    ...(format === undefined ? [] : [format]),
  ]
  if (said.length > 1) throw usageError('choose one of --json, --csv, --table and --format')
  return said[0] ?? 'table'
}

const emptyText = (filter: object): string =>
  Object.values(filter).some((value) => value !== undefined)
    ? 'no remembered session is like that; leave out a filter to see more'
    : 'the store is empty; begin with: onetill track PROVIDER ID, or onetill import FILE'

/** Cursors hold quotes and slashes, which shells take for theirs. */
const toCursor = (next: string): string => Buffer.from(next).toString('base64url')
const fromCursor = (text: string): string => {
  if (!/^[\w-]{1,4096}$/.test(text)) throw usageError('--after: expected what the page before ended with')
  return Buffer.from(text, 'base64url').toString()
}
