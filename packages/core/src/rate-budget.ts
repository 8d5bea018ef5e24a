import { TillError } from './error.ts'
import { onAbort } from './on-abort.ts'
import type { RateLimit } from './provider.ts'

/** The longest delay a timer keeps. */
const MAX_TIMER_MS = 2 ** 31 - 1
/** The provider counts when requests arrive, we when they leave: the window is kept longer by what the way may vary. */
const MARGIN_MS = 500
/** Calls go before polls, but after so many in a row a waiting poll has its turn. */
const CALLS_IN_A_ROW = 3

/** Who asks to send a request. Times are monotonic milliseconds. */
export interface Demand {
  /** What the limit counts together. */
  readonly route: string
  /** A `call` goes before a `poll`. */
  readonly priority: 'call' | 'poll'
  /** Polls of different waiters take turns, e.g. the keys of watched sessions. */
  readonly waiter?: string | undefined
  /** When waiting is no longer worth it; null: never. */
  readonly deadlineAt: number | null
  readonly signal?: AbortSignal | undefined
}

/** The requests that one account of a provider may send. */
export interface RateBudget {
  /** Null: send now. Else resolves when it may be sent. @throws rate_limited at once when it would be too late */
  acquire(demand: Demand): Promise<void> | null
  /** Nothing is sent for so long: the provider answered 429. */
  pause(ms: number): void
}

/** Whose requests a budget counts. */
export interface BudgetScope {
  /** Id of the adapter. */
  readonly provider: string
  /** Label of the account. */
  readonly account: string
  /** The limit of the account; null: none. */
  readonly rateLimit: RateLimit | null
}

interface Ticket extends Demand {
  /** When it came, on the lane's clock. */
  readonly came: number
  readonly go: () => void
  readonly fail: (reason: unknown) => void
}

interface Lane {
  /** When the latest requests were sent, oldest first; at most as many as the limit. */
  readonly sent: number[]
  readonly calls: Ticket[]
  readonly polls: Ticket[]
  callsInARow: number
  /** Counts tickets and turns. */
  clock: number
  /** Waiter → when it had its last turn, on that clock. */
  readonly served: Map<string, number>
}

/**
 * A sliding window per route (never more than the limit in any window), one pause for all routes. Shared by all calls
 * of a client. A timer runs only while somebody waits.
 */
export function createRateBudget(limit: RateLimit | null, now: () => number = () => performance.now()): RateBudget {
  const lanes = new Map<string, Lane>()
  const windowMs = limit === null ? 0 : limit.windowMs + MARGIN_MS
  let pausedUntil = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  const laneOf = (route: string): Lane => {
    const lane = lanes.get(route) ?? { sent: [], calls: [], polls: [], callsInARow: 0, clock: 0, served: new Map() }
    lanes.set(route, lane)
    return lane
  }
  /** When the request with so many before it may be sent. */
  const slotAt = ({ sent }: Lane, ahead: number): number => {
    if (limit === null) return pausedUntil
    const place = sent.length + ahead - limit.requests
    if (place < 0) return pausedUntil
    const rounds = Math.floor(place / limit.requests)
    const base = sent[place % limit.requests] ?? now()
    return Math.max(pausedUntil, base + windowMs * (rounds + 1))
  }
  const note = (lane: Lane): void => {
    if (limit === null) return
    lane.sent.push(now())
    if (lane.sent.length > limit.requests) lane.sent.shift()
  }
  const forget = (lane: Lane): void => {
    while (lane.sent.length > 0 && (lane.sent[0] ?? 0) + windowMs <= now()) lane.sent.shift()
  }
  const serve = (lane: Lane): void => {
    forget(lane)
    while (lane.calls.length + lane.polls.length > 0 && slotAt(lane, 0) <= now()) {
      const ticket = next(lane)
      if (ticket === undefined) return
      note(lane)
      ticket.go()
    }
  }
  const wake = (): void => {
    timer = undefined
    for (const lane of lanes.values()) {
      for (const ticket of [...lane.calls, ...lane.polls])
        if (ticket.deadlineAt !== null && ticket.deadlineAt <= now()) ticket.fail(tooLate(slotAt(lane, 0) - now()))
      serve(lane)
    }
    arm()
  }
  const arm = (): void => {
    clearTimeout(timer)
    timer = undefined
    let at = Number.POSITIVE_INFINITY
    for (const lane of lanes.values()) {
      const waiting = [...lane.calls, ...lane.polls]
      if (waiting.length === 0) continue
      at = Math.min(at, slotAt(lane, 0), ...waiting.map(({ deadlineAt }) => deadlineAt ?? Number.POSITIVE_INFINITY))
    }
    if (at < Number.POSITIVE_INFINITY)
      timer = setTimeout(wake, Math.min(Math.max(0, Math.ceil(at - now())), MAX_TIMER_MS))
  }

  return {
    acquire(demand) {
      if (limit === null && pausedUntil <= now()) return null
      const lane = laneOf(demand.route)
      forget(lane)
      const { priority, deadlineAt, signal } = demand
      const ahead = lane.calls.length + (priority === 'poll' ? lane.polls.length : 0)
      const at = slotAt(lane, ahead)
      if (ahead === 0 && lane.polls.length === 0 && at <= now()) {
        note(lane)
        return null
      }
      // Polls have their turns in between.
      const expected =
        lane.polls.length === 0 ? at : slotAt(lane, Math.ceil((ahead * (CALLS_IN_A_ROW + 1)) / CALLS_IN_A_ROW))
      if (deadlineAt !== null && expected > deadlineAt) throw tooLate(expected - now())
      if (signal?.aborted === true) throw signal.reason
      return new Promise<void>((resolve, reject) => {
        const queue = priority === 'call' ? lane.calls : lane.polls
        const leave = (): void => {
          release?.()
          const index = queue.indexOf(ticket)
          if (index >= 0) queue.splice(index, 1)
        }
        const ticket: Ticket = {
          ...demand,
          came: ++lane.clock,
          go: () => {
            leave()
            resolve()
          },
          fail: (reason) => {
            leave()
            reject(reason)
          },
        }
        const release =
          signal === undefined
            ? undefined
            : onAbort(signal, () => {
                ticket.fail(signal.reason)
                arm()
              })
        queue.push(ticket)
        arm()
      })
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, now() + ms)
      for (const lane of lanes.values()) {
        for (const ticket of [...lane.calls, ...lane.polls])
          if (ticket.deadlineAt !== null && ticket.deadlineAt < pausedUntil) ticket.fail(tooLate(pausedUntil - now()))
      }
      arm()
    },
  }
}

/**
 * The next to send: calls first, a poll after some calls in a row; of polls the one that has waited longest since it
 * came or since its waiter had a turn. So who asks often takes nothing from others, and who is new does not jump ahead.
 */
function next(lane: Lane): Ticket | undefined {
  const { calls, polls, served } = lane
  const [call] = calls
  if (call !== undefined && (polls.length === 0 || lane.callsInARow < CALLS_IN_A_ROW)) {
    lane.callsInARow++
    return call
  }
  lane.callsInARow = 0
  const since = ({ waiter, came }: Ticket): number => Math.max(came, (waiter !== undefined && served.get(waiter)) || 0)
  let first: Ticket | undefined
  for (const poll of polls) if (first === undefined || since(poll) < since(first)) first = poll
  if (first?.waiter !== undefined) {
    // Forgetting only makes everybody as new as their ticket.
    if (served.size > 10_000) served.clear()
    served.set(first.waiter, ++lane.clock)
  }
  return first
}

function tooLate(waitMs: number): TillError {
  return new TillError({
    code: 'rate_limited',
    message: "the provider's rate limit leaves no request before the deadline",
    retryAfterMs: Math.max(0, Math.ceil(waitMs)),
  })
}
