import { nextPoll, type PollBudget } from '@onetill/core'
import type { Recorded } from '@onetill/store'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** What was just contradicted or corrected is asked again so soon. */
const CONFIRM_MS = 3_000
/** How long a contradiction that stays is asked again. */
const CONTRADICTED_MS = 7 * DAY
/** A session that the provider does not know is asked for so often, over at least a day. */
const MISSING_READS = 3

/**
 * When a session is to be read again after what was just recorded: UTC text, or null for not any more.
 * @param now milliseconds since 1970
 */
export function nextRead(
  { stored, events }: Pick<Recorded, 'stored' | 'events'>,
  now: number,
  budget: PollBudget,
): string | null {
  const inMs = pauseMs({ stored, events }, now, budget)
  return inMs === null ? null : new Date(now + inMs).toISOString()
}

function pauseMs(
  { stored, events }: Pick<Recorded, 'stored' | 'events'>,
  now: number,
  budget: PollBudget,
): number | null {
  const { session, missing, unread, confirmDue } = stored
  if (missing !== null) {
    const [since, last] = [Date.parse(missing.since), Date.parse(missing.last)]
    if (missing.reads >= MISSING_READS && last - since >= DAY) return null
    return missing.reads < 2 ? HOUR : Math.max(HOUR, since + DAY - now)
  }
  if (unread !== null && unread.providerDone === true) return null
  const planned = nextPoll(session, new Date(now).toISOString(), budget).inMs
  if (confirmDue) {
    if (events.length > 0) return CONFIRM_MS
    return planned ?? thinning(now - Date.parse(session.updatedAt ?? session.observed.at), CONTRADICTED_MS)
  }
  // The status is that of before; whether it still holds nobody knows.
  if (unread !== null) return planned ?? thinning(now - Date.parse(unread.since), budget.facts.unknownLimitMs)
  return planned
}

/** At growing distances, until the limit. */
const thinning = (ageMs: number, limitMs: number): number | null =>
  ageMs >= limitMs ? null : Math.min(DAY, Math.max(10 * MINUTE, ageMs * 0.1))
