import { isTillError } from '@onetill/core'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { usageError } from '../failure.ts'
import { jsonText, printable } from '../output/printable.ts'
import { countText, createProgress } from '../output/progress.ts'
import { findExistingStore, findStore, placeOf, type StoreChoice } from '../store/place.ts'
import { named, withStore } from '../store/with-store.ts'
import { toTime } from './store-filter.ts'

/** Options of every `onetill store` command, as typed. */
export interface StoreCommandOptions extends StoreChoice {
  readonly json?: boolean
}

/** Makes the store, or what is missing in it. */
export async function migrateCommand(options: StoreCommandOptions, context: CliContext): Promise<number> {
  const { url, name } = findStore(options, context)
  const { migrateStore } = await import('@onetill/store')
  const { engine, made } = await named(name, () => migrateStore({ url }))
  const text = made.length === 0 ? `${name} is up to date` : `${name} is ready; made ${made.join(', ')}`
  return print(options, context, { store: name, engine, made }, text)
}

/** Looks for what is broken: by the database itself, and session by session. */
export async function checkCommand(options: StoreCommandOptions, context: CliContext): Promise<number> {
  const place = findExistingStore(options, context)
  if (place === null) return EXIT_CODES.ok.code
  return withStore(place, async (store) => {
    const totals = await store.totals()
    const sessions = totals.reduce((sum, total) => sum + total.sessions, 0)
    const progress = createProgress(context)
    const found = await store.check((done) => {
      context.signal.throwIfAborted()
      progress.show('sessions checked', done, Math.max(done, sessions))
    })
    progress.end()
    const text =
      found.length === 0 ? `${place.name}: ${countText(sessions)} sessions, nothing is broken` : found.join('\n')
    await print(options, context, { store: place.name, sessions, found }, text)
    if (found.length === 0) return EXIT_CODES.ok.code
    context.report(`${countText(found.length)} things are broken; restore a backup, and report how it came about`)
    return EXIT_CODES.store.code
  })
}

/** Gives space back to the disk. */
export async function vacuumCommand(options: StoreCommandOptions, context: CliContext): Promise<number> {
  const place = findExistingStore(options, context)
  if (place === null) return EXIT_CODES.ok.code
  await withStore(place, (store) => store.vacuum())
  return print(options, context, { store: place.name }, `${place.name}: space was given back`)
}

/** Options of `onetill store prune`, as typed. */
export interface PruneCommandOptions extends StoreCommandOptions {
  readonly before: string
  readonly deliveriesBefore?: string
}

/** Takes away old sightings, answers and deliveries; no session changes. */
export async function pruneCommand(options: PruneCommandOptions, context: CliContext): Promise<number> {
  const { deliveriesBefore } = options
  const before = toTime('--before', options.before)
  const of = deliveriesBefore === undefined ? undefined : toTime('--deliveries-before', deliveriesBefore)
  const place = findExistingStore(options, context)
  if (place === null) return EXIT_CODES.ok.code
  return withStore(place, async (store) => {
    const pruned = await store.prune({ before, deliveriesBefore: of })
    const { sightings, answers, deliveries } = pruned
    const text = `${countText(sightings)} sightings, ${countText(answers)} answers and ${countText(deliveries)} deliveries taken away; onetill store vacuum gives the space back`
    return print(options, context, { store: place.name, before, ...pruned }, text)
  })
}

/** Options of `onetill store copy`, as typed. */
export interface CopyCommandOptions {
  readonly from: string
  readonly to: string
  readonly json?: boolean
}

/** Copies a store into another, and compares both. */
export async function copyCommand(options: CopyCommandOptions, context: CliContext): Promise<number> {
  const [from, to] = [placeOf(options.from), placeOf(options.to)]
  if (from.url === to.url) throw usageError('--from and --to are the same store')
  for (const { store } of [{ store: from.url }, { store: to.url }]) findStore({ store }, context)
  const source = findExistingStore({ store: from.url }, { ...context, report: () => {} })
  if (source === null) throw usageError(`there is no store at ${from.name}`)
  const { copyStore } = await import('@onetill/store')
  const progress = createProgress(context)
  try {
    const copied = await named(`${from.name} → ${to.name}`, () =>
      copyStore(from, to, {
        signal: context.signal,
        onProgress: ({ phase, done, total }) =>
          progress.show(`rows ${phase === 'copying' ? 'copied' : 'compared'}`, done, total),
      }),
    )
    progress.end()
    const rows = copied.tables.map(
      ({ table, rows: [left, right], hashes: [before, after] }) =>
        `  ${table.padEnd(12)} ${countText(left).padStart(13)} ${countText(right).padStart(13)}  ${before === after ? 'the same' : 'NOT THE SAME'}`,
    )
    const verdict = copied.same
      ? `everything is the same on both sides; content hash ${copied.contentHashes[0]}`
      : 'the two sides differ'
    const text = [`${countText(copied.written)} rows written`, ...rows, verdict].join('\n')
    await print(options, context, { from: from.name, to: to.name, ...copied }, text)
    if (copied.same) return EXIT_CODES.ok.code
    context.report('somebody wrote meanwhile; stop the writers and run it again: only what is missing is copied')
    return EXIT_CODES.store.code
  } catch (error) {
    progress.end()
    if (context.signal.aborted) context.report('what was copied stays; the same command goes on')
    else if (isTillError(error) && error.code === 'store_unavailable') context.report('the same command goes on')
    throw error
  }
}

async function print(
  { json }: { readonly json?: boolean },
  { out }: CliContext,
  value: object,
  text: string,
): Promise<number> {
  const lines = text.split('\n').map(printable).join('\n')
  await out.write(`${json === true ? jsonText(value, 2) : lines}\n`)
  await out.flush()
  return EXIT_CODES.ok.code
}
