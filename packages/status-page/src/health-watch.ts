import { addHeld, type Hour, lastHours } from './health-hours.ts'
import type { AccountReport, HealthReport } from './health-report.ts'
import { type Judgement, judge } from './health-state.ts'

/** One account as it is shown. */
export interface AccountHealth {
  readonly report: AccountReport
  readonly judgement: Judgement
  /** The last 24 hours, oldest first. */
  readonly hours: readonly Hour[]
}

/** How providers do, as far as it is known. */
export interface HealthView {
  /** When it was last known, UTC text; null: never. */
  readonly at: string | null
  /** Since when asking fails, UTC text; null: it does not. */
  readonly failedSince: string | null
  /** Since when this process keeps the hours, UTC text. */
  readonly watchedSince: string
  readonly running: boolean
  readonly accounts: readonly AccountHealth[]
}

/** Asks how providers do, and remembers what was said of them for as long as the process lives. */
export interface HealthWatch {
  /** Never fails: what cannot be known is said. */
  readonly look: () => Promise<HealthView>
  /** What was known at the last look, at once. */
  readonly known: () => HealthView
}

/** Options of `watchHealth`. */
export interface HealthWatchOptions {
  readonly health: () => Promise<HealthReport>
  readonly now: () => Date
  /** Milliseconds between two looks while nobody asks. */
  readonly everyMs: number
}

interface Kept {
  readonly report: AccountReport
  readonly judgement: Judgement
  readonly hours: readonly Hour[]
}

/** An answer that takes longer is none; the page does not wait for it. */
const PATIENCE_MS = 2_000
/** A report this young is not asked for again, milliseconds. */
const YOUNG_MS = 1_000
/** Without an answer for so many looks, what was said before does not hold on. */
const MISSED = 4

export function watchHealth({ health, now, everyMs }: HealthWatchOptions): HealthWatch {
  const watchedSince = now().toISOString()
  let kept = new Map<string, Kept>()
  let running = false
  let at: number | null = null
  let failedSince: number | null = null
  let asking: Promise<void> | null = null

  async function ask(): Promise<void> {
    try {
      take(await within(health(), PATIENCE_MS))
    } catch {
      failedSince ??= now().getTime()
    }
  }

  function take(report: HealthReport): void {
    const date = now()
    const ms = date.getTime()
    const before = at
    kept = new Map(
      report.accounts.map((account) => {
        const key = JSON.stringify([account.provider, account.account])
        const last = kept.get(key)
        // A state holds until the next look, unless nobody looked for long: then nobody knows.
        const held = last !== undefined && before !== null && ms > before && ms - before <= everyMs * MISSED
        const hours = held ? addHeld(last.hours, last.judgement.state, before, ms) : (last?.hours ?? [])
        return [key, { report: account, judgement: judge(last?.judgement ?? null, account, date), hours }]
      }),
    )
    running = report.running
    at = ms
    failedSince = null
  }

  const look = async (): Promise<HealthView> => {
    if (at === null || failedSince !== null || now().getTime() - at >= YOUNG_MS) {
      asking ??= ask().finally(() => {
        asking = null
      })
      await asking
    }
    return known()
  }

  function known(): HealthView {
    const date = now()
    const lost = at !== null && failedSince !== null && date.getTime() - at > everyMs * MISSED
    return {
      at: at === null ? null : new Date(at).toISOString(),
      failedSince: failedSince === null ? null : new Date(failedSince).toISOString(),
      watchedSince,
      running,
      accounts: [...kept.values()].map(({ report, judgement, hours }) => ({
        report,
        judgement: lost ? lostAt(at) : judgement,
        hours: lastHours(hours, date),
      })),
    }
  }

  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  void look()
  return { look, known }
}

const lostAt = (at: number | null): Judgement => ({
  ...{ state: 'stale', since: new Date(at ?? 0).toISOString(), reasons: [], pending: null },
})

async function within<Value>(promise: Promise<Value>, ms: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
