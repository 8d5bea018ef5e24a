import { type Demand, TillError } from '@onetill/core'
import { type Grant, type GrantOptions, marginMs } from '@onetill/store'
import { pause } from './pause.ts'

/** Requests that a limit counts together, and who waits to send one. */
export interface Lane {
  /** Resolves when a request may be sent. @throws rate_limited as soon as it is known to be too late */
  readonly join: (demand: Omit<Demand, 'route' | 'waiter'>) => Promise<void>
}

/** What a lane needs. Times without another word are monotonic milliseconds. */
export interface LaneOptions {
  readonly windowMs: number
  /** The next free time of the bucket, on the database's clock. */
  readonly grant: (options: GrantOptions) => Promise<Grant>
  readonly toLocal: (at: number) => number
  /** Until when nothing is sent, as far as this process knows. */
  readonly pausedUntil: () => number
  /** The same, asked of the store. */
  readonly askPause: () => Promise<number>
}

type Priority = Demand['priority']
interface Ticket {
  readonly deadlineAt: number | null
  readonly go: () => void
  readonly fail: (reason: unknown) => void
}

/** Free times a process takes ahead for polls: few, so that calls and other processes do not wait behind them. */
const POLLS_AHEAD = 2
/** Whether somebody has paused the account is asked so long before a request that has waited. */
const ASK_BEFORE_MS = 25
const MAX_LEAD_MS = 1_000

/** Times are taken from the store one by one and given to whoever comes first: calls before polls. */
export function createLane({ windowMs, grant, toLocal, pausedUntil, askPause }: LaneOptions): Lane {
  const queues: Record<Priority, Ticket[]> = { call: [], poll: [] }
  const asked: Record<Priority, number> = { call: 0, poll: 0 }
  /** Times that were granted and are not there yet. */
  const slots: number[] = []
  const toleranceMs = marginMs(windowMs) / 4
  let leadMs = 0
  /** Times, on the database's clock, at which nothing was sent. */
  const unused: number[] = []

  /** Calls for which the times that are granted are too late. */
  const refuseLate = (): void => {
    if (slots.length < queues.call.length) return
    const sorted = [...slots].sort((a, b) => a - b)
    for (const [place, { deadlineAt, fail }] of [...queues.call].entries()) {
      const at = sorted[place] ?? 0
      if (deadlineAt !== null && at > deadlineAt) fail(tooLate(at - performance.now()))
    }
  }
  /** Waits for a granted time. `missed`: it may not be used any more. */
  const reach = async (at: number): Promise<'reached' | 'missed'> => {
    if (at - performance.now() > ASK_BEFORE_MS * 2) {
      await pause(at - performance.now() - ASK_BEFORE_MS)
      if ((await askPause()) > at) return 'missed'
    }
    const waitMs = at - performance.now()
    if (waitMs > 0) await pause(waitMs)
    if (pausedUntil() > performance.now()) return 'missed'
    const lateMs = performance.now() - at
    // Sent later than granted it would stand too close to the ones after the window.
    leadMs = lateMs > toleranceMs ? Math.min(MAX_LEAD_MS, Math.ceil(lateMs * 2)) : 0
    return lateMs > toleranceMs ? 'missed' : 'reached'
  }
  const take = async (priority: Priority): Promise<void> => {
    asked[priority]++
    let slot: number | null = null
    try {
      const granted = await grant({ priority, leadMs, instead: unused.shift() })
      slot = toLocal(granted.at)
      slots.push(slot)
      refuseLate()
      const reached = await reach(slot)
      const next = reached === 'reached' ? (queues.call.shift() ?? queues.poll.shift()) : undefined
      if (next === undefined) unused.push(granted.at)
      else next.go()
    } catch (error) {
      // The store cannot be reached: nobody knows what others send.
      queues[priority].shift()?.fail(error)
    } finally {
      if (slot !== null) slots.splice(slots.indexOf(slot), 1)
      asked[priority]--
      pump()
    }
  }
  const pump = (): void => {
    while (asked.call < queues.call.length) void take('call')
    while (asked.poll < Math.min(POLLS_AHEAD, queues.poll.length)) void take('poll')
  }

  return {
    join: ({ priority, deadlineAt, signal }) =>
      new Promise<void>((resolve, reject) => {
        const queue = queues[priority]
        const leave = (): void => {
          clearTimeout(timer)
          signal?.removeEventListener('abort', abort)
          const place = queue.indexOf(ticket)
          if (place >= 0) queue.splice(place, 1)
        }
        const ticket: Ticket = {
          deadlineAt,
          go: () => {
            leave()
            resolve()
          },
          fail: (reason) => {
            leave()
            reject(reason)
          },
        }
        const abort = (): void => ticket.fail(signal?.reason)
        const timer =
          deadlineAt === null
            ? undefined
            : setTimeout(() => ticket.fail(tooLate(windowMs)), Math.max(0, deadlineAt - performance.now()))
        signal?.addEventListener('abort', abort, { once: true })
        queue.push(ticket)
        pump()
      }),
  }
}

function tooLate(waitMs: number): TillError {
  return new TillError({
    code: 'rate_limited',
    message: "the provider's rate limit leaves no request before the deadline",
    retryAfterMs: Math.max(0, Math.ceil(waitMs)),
  })
}
