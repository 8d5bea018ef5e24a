import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { TillError } from '@onetill/core'
import { toUtc } from '@onetill/core/adapter'
import { compareSides } from './compare-sides.ts'
import { isOutOfMemory, openDuckDb } from './duckdb.ts'
import { checkMemory } from './memory.ts'
import { prepareSides } from './prepare-sides.ts'
import type { Progress } from './progress.ts'
import type { SideName } from './record.ts'
import { type Result, resultOf } from './result.ts'
import { parseRules, type RulesInput } from './rules.ts'
import type { Side } from './side.ts'
import { quietTableSql } from './signature.ts'
import type { Source } from './source.ts'

/** What to compare, and how. */
export interface ReconcileOptions {
  readonly left: Side
  readonly right: Side
  /** @default `{}`: our ledger against the store */
  readonly rules?: RulesInput
  /** As of when waiting is judged, RFC 3339; part of the result, so the clock is never read. */
  readonly asOf: string
  /** Most memory of the engine, such as `1GB`, at least 100 MB and 16 MB a thread; what needs more is put on disk. @default "1GB" */
  readonly memory?: string
  /** @default the processors of the machine, at most 4 */
  readonly threads?: number
  /** Folder for what is put on disk; a folder of its own is made in it and removed by `close`. @default the system's */
  readonly folder?: string
  /** Parts the work is cut into, 1 to 256; more need less memory. The result is the same. @default 1 */
  readonly shards?: number
  /** Told what is being done. */
  readonly onProgress?: (step: Progress) => void
  /** Ends the work; what is on disk is removed, and the signal's reason is thrown. */
  readonly signal?: AbortSignal
}

/** Most parts. */
const MAX_SHARDS = 256

/**
 * Compares two sides and explains every difference. Call `close` on the result when it is no longer needed.
 * @throws invalid_options for rules or options that are wrong, invalid_input for a side that cannot be read,
 * store_unavailable when the engine fails, also with the most shards
 */
export async function reconcile(options: ReconcileOptions): Promise<Result> {
  const rules = parseRules(options.rules)
  const asOf = toUtc(options.asOf)
  if (asOf === null) throw wrong('asOf', 'RFC 3339 time with offset')
  const { shards = 1, memory = '1GB', threads = Math.min(4, availableParallelism()) } = options
  if (!Number.isInteger(shards) || shards < 1 || shards > MAX_SHARDS) throw wrong('shards', `1 to ${MAX_SHARDS}`)
  if (!Number.isInteger(threads) || threads < 1) throw wrong('threads', 'a whole number from 1')
  checkMemory(memory, threads)

  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'onetill-reconcile-'))
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true })
  const report = options.onProgress ?? (() => {})
  const kept = new Map<SideName, Source>()
  try {
    for (let parts = shards, attempt = 0; ; parts = Math.min(MAX_SHARDS, parts * 4), attempt++) {
      // A fresh database for every attempt; what a stream gave is kept in the folder and read again from there.
      const spill = join(folder, `spill-${attempt}`)
      await mkdir(spill, { mode: 0o700 })
      const opening = openDuckDb({ path: ':memory:', folder: spill, memory, threads })
      // Worked out while the engine starts.
      const quietSql = quietTableSql({ rules, asOf })
      const db = await opening
      const stop = (): void => void db.close()
      options.signal?.addEventListener('abort', stop)
      try {
        options.signal?.throwIfAborted()
        const { left, right } = options
        const prepared = await prepareSides({ left, right, rules, quietSql, shards: parts, folder, db, report, kept })
        report({ step: 'matching', shards: parts })
        const compared = await compareSides({ db, rules, asOf, ...prepared, shards: parts, folder, report })
        return resultOf({ rules, asOf, compared, close: remove })
      } catch (error) {
        // An engine that was ended looks like one that ran out of memory.
        options.signal?.throwIfAborted()
        if (!isOutOfMemory(error) || parts === MAX_SHARDS) throw error
      } finally {
        options.signal?.removeEventListener('abort', stop)
        await db.close()
        await rm(spill, { recursive: true, force: true })
      }
    }
  } catch (error) {
    await remove()
    throw error
  }
}

function wrong(path: string, expected: string): TillError {
  return new TillError({
    code: 'invalid_options',
    message: `${path}: expected ${expected}`,
    issues: [{ path, expected }],
  })
}
