import { availability, hourState } from './health-hours.ts'
import type { AccountHealth, HealthView } from './health-watch.ts'
import { budgetUse } from './health-words.ts'

/** The page of vendors for programs. Null: nobody says how providers do. */
export function vendorsJson(health: HealthView | null) {
  if (health === null) return { at: null, failedSince: null, watchedSince: null, running: false, vendors: [] }
  const { accounts, ...rest } = health
  return { ...rest, vendors: accounts.map(vendorJson) }
}

function vendorJson({ report, judgement, hours }: AccountHealth) {
  const { health, rateLimit = null, ...counts } = report
  const { state, since, reasons, pending } = judgement
  return {
    ...{ ...counts, state, since, reasons, pending },
    traffic: health,
    rateLimit,
    budgetUse: budgetUse(report),
    availability: availability(hours),
    hours: hours.map((hour) => ({ ...hour, state: hourState(hour) })),
  }
}
