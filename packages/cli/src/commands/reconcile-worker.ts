import process from 'node:process'
import { isTillError } from '@onetill/core'
import type { WorkOptions } from '@onetill/reconcile'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { failureLine, systemCode, systemText } from '../failure.ts'
import { printable } from '../output/printable.ts'
import { countText } from '../output/progress.ts'
import { type LimitOptions, toLimits } from '../reconcile/limits.ts'
import { findServer, RUNS_FOLDER } from '../reconcile/server.ts'
import type { StoreChoice } from '../store/place.ts'
import { named } from '../store/with-store.ts'
import { wholeNumber } from './numbers.ts'

/** Options of `onetill reconcile worker`, as typed. */
export interface WorkerCommandOptions extends StoreChoice, LimitOptions {
  readonly folder?: string
  /** Seconds without work after which it ends. */
  readonly idle?: string
}

type Piece = Parameters<NonNullable<WorkOptions['onPiece']>>[0]

/** Does pieces of shared runs until a signal ends it, or the process that started it is gone. */
export async function reconcileWorkerCommand(options: WorkerCommandOptions, context: CliContext): Promise<number> {
  const { folder = RUNS_FOLDER, idle } = options
  const place = findServer(options, context)
  const limits = toLimits(options)
  const idleMs = idle === undefined ? {} : { idleMs: wholeNumber(idle, '--idle', { from: 1, to: 86_400 }) * 1000 }
  const { workShards } = await import('@onetill/reconcile')
  const orphaned = new AbortController()
  const onDisconnect = (): void => orphaned.abort(new Error('the process that started this one is gone'))
  const isChild = process.connected === true
  if (isChild) process.once('disconnect', onDisconnect)
  else context.report(`works on runs in ${printable(folder)}, shared on ${place.name}; Ctrl-C ends`)
  try {
    const pieces = await named(place.name, () =>
      workShards({
        ...{ database: place.url, folder, ...limits, ...idleMs },
        signal: AbortSignal.any([context.signal, orphaned.signal]),
        onPiece: (piece) => context.report(pieceText(piece)),
      }),
    )
    if (!isChild) context.report(`ended; pieces done: ${countText(pieces)}`)
    return EXIT_CODES.ok.code
  } finally {
    process.off('disconnect', onDisconnect)
  }
}

function pieceText(piece: Piece): string {
  const { run, rung, shard } = piece.work
  const name = `${printable(run)}: rung ${rung}, shard ${shard}`
  if (piece.took === 'done') return `${name} done`
  const system = systemCode(piece.error) === null ? 'an unexpected error' : systemText(piece.error)
  const why = isTillError(piece.error) ? failureLine(piece.error) : system
  return `${name} failed, and is given out again: ${why}`
}
