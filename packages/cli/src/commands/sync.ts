import { setTimeout as pause } from 'node:timers/promises'
import { createTill } from '@onetill/core'
import type { SyncStatus } from '@onetill/sync'
import { connectAll } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { jsonText, printable } from '../output/printable.ts'
import { countText } from '../output/progress.ts'
import { cut, fill } from '../output/width.ts'
import { quietly } from '../server/quiet.ts'
import { findStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'
import { wholeNumber } from './numbers.ts'

/** Options of `onetill sync`, as typed. */
export interface SyncCommandOptions extends StoreChoice {
  readonly once?: boolean
  readonly json?: boolean
  readonly workers?: string
  /** Seconds between two lines of status. */
  readonly every?: string
}

/** How often `--once` looks whether something is still due, and a terminal shows how it goes. */
const LOOK_MS = 200

/** Reads what is due, until a signal ends it. */
export async function syncCommand(options: SyncCommandOptions, context: CliContext): Promise<number> {
  const { once = false, json = false } = options
  const { signal, progress, out } = context
  const workers = wholeNumber(options.workers ?? '8', '--workers', { from: 1, to: 256 })
  const everyMs = wholeNumber(options.every ?? '60', '--every', { from: 1, to: 86_400 }) * 1000
  const adapters = connectAll(options, context)
  const place = findStore(options, context)
  const { createSync, createTraffic, sharedRateBudget } = await import('@onetill/sync')
  return withStore(place, async (store) => {
    const traffic = createTraffic()
    const till = createTill({ adapters, rateBudget: sharedRateBudget(store), observers: [traffic.observe] })
    const tell = quietly(context.report)
    let failed = 0
    const sync = createSync({
      ...{ till, store, traffic, workers },
      onError: (error) => {
        failed++
        tell(error)
      },
    })
    const names = adapters.map(({ provider, account }) => printable(`${provider.id}/${account}`)).join(', ')
    if (!once) context.report(`reading ${names} into ${place.name}; Ctrl-C ends`)
    await sync.start()
    try {
      for (let toldAt = performance.now(); !signal.aborted; ) {
        await pause(once || (progress.live && !json) ? LOOK_MS : Math.min(everyMs, 1000), undefined, { signal }).catch(
          () => {},
        )
        if (signal.aborted) break
        const status = await sync.status()
        if (once && status.accounts.every(({ due, held }) => due === 0 && held === 0)) break
        if (progress.live && !json)
          progress.write(`\r${fill(cut(lineOf(status), progress.columns() - 1), progress.columns() - 1)}`)
        if (performance.now() - toldAt < everyMs) continue
        toldAt = performance.now()
        if (json) {
          await out.write(`${jsonText({ at: new Date().toISOString(), ...status })}\n`)
          await out.flush()
        } else if (!progress.live) context.report(lineOf(status))
      }
    } finally {
      if (progress.live && !json) progress.write(`\r${' '.repeat(progress.columns() - 1)}\r`)
      await sync.stop()
    }
    const status = await sync.status()
    if (json && once) await out.write(`${jsonText({ at: new Date().toISOString(), ...status })}\n`)
    await out.flush()
    if (!json) context.report(`${signal.aborted ? 'ended; ' : ''}${lineOf(status)}`)
    return once && failed > 0 ? EXIT_CODES.provider.code : EXIT_CODES.ok.code
  })
}

function lineOf({ accounts }: SyncStatus): string {
  const sum = (of: (account: SyncStatus['accounts'][number]) => number): number =>
    accounts.reduce((total, account) => total + of(account), 0)
  const lag = Math.max(0, ...accounts.map(({ lagMs }) => lagMs))
  const parts = [
    `${countText(sum(({ watched }) => watched))} watched`,
    `${countText(sum(({ due }) => due))} due`,
    ...(lag > 1000 ? [`${countText(Math.floor(lag / 1000))} s behind`] : []),
    `${countText(sum(({ readsPerMinute }) => readsPerMinute))} reads in the last minute`,
    ...(sum(({ failing }) => failing) > 0 ? [`${countText(sum(({ failing }) => failing))} failing`] : []),
  ]
  return parts.join(' · ')
}
