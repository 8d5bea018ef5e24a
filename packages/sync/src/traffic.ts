import type { ClientEvent, ClientObserver } from '@onetill/core'

/** How an account of a provider answers, from what was really sent to it. */
export interface Health {
  /** Requests of the last minutes. */
  readonly requests: number
  /** Share of them that failed, 0 to 1: no answer, 5xx, 429 or a refused credential; null: none was sent. */
  readonly errorRate: number | null
  /** Milliseconds in which half of them were answered; null: none was. */
  readonly p50Ms: number | null
  /** Milliseconds in which 95 of 100 were answered; null: none was. */
  readonly p95Ms: number | null
  /** UTC text, or null. */
  readonly lastSuccessAt: string | null
  /** UTC text, or null. */
  readonly lastFailureAt: string | null
}

/** Watches what a client sends. */
export interface Traffic {
  /** For `observers` of `createTill`. */
  readonly observe: ClientObserver
  readonly healthOf: (provider: string, account: string) => Health
}

interface Sample {
  readonly at: number
  readonly failed: boolean
  readonly tookMs: number | null
}

const WINDOW_MS = 5 * 60_000
const MAX_SAMPLES = 2_000
/** Answers that say the account or the provider is in trouble; 404 is an answer like any other. */
const isTrouble = (status: number): boolean => status >= 500 || status === 429 || status === 401 || status === 403

/** @example const traffic = createTraffic(); const till = createTill({ adapters, observers: [traffic.observe] }) */
export function createTraffic(now: () => number = Date.now): Traffic {
  const samples = new Map<string, Sample[]>()
  const last = new Map<string, { success: number | null; failure: number | null }>()
  const keyOf = (provider: string, account: string): string => JSON.stringify([provider, account])
  return {
    observe: (event: ClientEvent) => {
      if (event.type !== 'attempt_ended' || event.errorCode === 'aborted') return
      const { provider, account, httpStatus, durationMs } = event
      const key = keyOf(provider, account)
      const failed = httpStatus === null || isTrouble(httpStatus)
      const list = samples.get(key) ?? []
      list.push({ at: now(), failed, tookMs: httpStatus === null ? null : durationMs })
      if (list.length > MAX_SAMPLES) list.shift()
      samples.set(key, list)
      const known = last.get(key) ?? { success: null, failure: null }
      last.set(key, { ...known, [failed ? 'failure' : 'success']: now() })
    },
    healthOf: (provider, account) => {
      const key = keyOf(provider, account)
      const recent = (samples.get(key) ?? []).filter(({ at }) => at > now() - WINDOW_MS)
      const times = recent.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs])).sort((a, b) => a - b)
      const { success = null, failure = null } = last.get(key) ?? {}
      return {
        requests: recent.length,
        errorRate: recent.length === 0 ? null : recent.filter(({ failed }) => failed).length / recent.length,
        p50Ms: shareOf(times, 0.5),
        p95Ms: shareOf(times, 0.95),
        lastSuccessAt: success === null ? null : new Date(success).toISOString(),
        lastFailureAt: failure === null ? null : new Date(failure).toISOString(),
      }
    },
  }
}

const shareOf = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
