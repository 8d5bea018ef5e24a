// How four accounts of providers that do not exist did on the day that ends at noon.
import { ago, NOW } from './board.fixture.ts'
import type { AccountReport, HealthReport, TrafficReport } from './health-report.ts'

/** Nothing is wrong and little is known. */
export const CALM: AccountReport = {
  ...{ provider: 'acme', account: 'default', watched: 0, due: 0, held: 0, failing: 0, lagMs: 0 },
  ...{ readsPerMinute: 0, freshnessMs: null, health: null },
}

/** What was sent, where all of it was answered quickly. */
export const ANSWERED: TrafficReport = {
  ...{ requests: 60, errorRate: 0, p50Ms: 120, p95Ms: 310 },
  ...{ lastSuccessAt: ago(0), lastFailureAt: null },
}

/** Minutes before noon → what the sync would report then. */
export function reportAt(minutes: number): HealthReport {
  const at = ago(minutes)
  const answered = { ...ANSWERED, lastSuccessAt: at }
  const hiccup = minutes > 300 && minutes < 330
  const down = minutes < 22 || (minutes > 700 && minutes < 790)
  const quiet = minutes < 95
  return {
    running: true,
    accounts: [
      {
        ...{ ...CALM, watched: 1_284, due: 3, held: 2, lagMs: 400, readsPerMinute: 14, freshnessMs: 1_200 },
        rateLimit: { requests: 20, windowMs: 60_000, per: 'endpoint and address' },
        health: hiccup ? { ...answered, requests: 58, errorRate: 0.19, p95Ms: 2_100 } : answered,
      },
      {
        ...{ ...CALM, provider: 'voice', watched: 96, due: 1, readsPerMinute: 4, freshnessMs: 9_000, lagMs: 2_000 },
        rateLimit: { requests: 20, windowMs: 60_000, per: 'endpoint and address' },
        health: {
          ...answered,
          requests: 21,
          p50Ms: 1_400,
          p95Ms: minutes < 140 ? 7_240 : 1_900,
          lastFailureAt: ago(190),
        },
      },
      {
        ...{ ...CALM, provider: 'chain', watched: 212, due: down ? 41 : 0, failing: down ? 37 : 0 },
        ...{
          lagMs: down ? 1_260_000 : 0,
          freshnessMs: down ? minutesMs(22 - minutes) : 3_000,
          readsPerMinute: down ? 0 : 9,
        },
        health: down
          ? {
              ...ANSWERED,
              requests: 18,
              errorRate: 1,
              p50Ms: null,
              p95Ms: null,
              lastSuccessAt: ago(22),
              lastFailureAt: at,
            }
          : { ...answered, requests: 44, p50Ms: 210, p95Ms: 640 },
      },
      {
        ...{ ...CALM, provider: 'hosted', account: 'eu-shop', watched: 4, freshnessMs: minutesMs(95 - minutes) },
        health: quiet
          ? { ...ANSWERED, requests: 0, errorRate: null, p50Ms: null, p95Ms: null, lastSuccessAt: ago(95) }
          : { ...answered, requests: 2, p50Ms: 380, p95Ms: 400 },
      },
    ],
  }
}

const minutesMs = (minutes: number): number => Math.max(0, minutes) * 60_000

const STEP_MINUTES = 4

/** Options whose clock goes through the day, and what lets it: afterwards it is noon. */
export function dayOfHealth(minutesLong = 22 * 60) {
  let minutes = minutesLong
  return {
    options: {
      now: () => new Date(NOW.getTime() - minutes * 60_000),
      health: async () => reportAt(minutes),
      healthEveryMs: STEP_MINUTES * 60_000,
    },
    /** `look` is called at each step. */
    play: async (look: () => Promise<unknown>): Promise<void> => {
      for (; minutes > 0; minutes = Math.max(0, minutes - STEP_MINUTES)) await look()
      await look()
    },
  }
}
