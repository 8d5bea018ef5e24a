/** Moments of the database's clock on the monotonic clock of this process. */
export interface DatabaseClock {
  /** Runs a question that is answered with what the database's clock shows. */
  readonly ask: <Answer extends { readonly now: number }>(question: () => Promise<Answer>) => Promise<Answer>
  /** A moment of that clock as `performance.now()` will show it. */
  readonly toLocal: (at: number) => number
}

/** A clock drifts; what was measured longer ago is measured again. */
const VALID_MS = 60_000

/** Trusts the quickest answer of the last minute: whatever it took is how far the offset may be wrong. */
export function createDatabaseClock(now: () => number = () => performance.now()): DatabaseClock {
  let best = { tookMs: Number.POSITIVE_INFINITY, at: 0, offset: 0 }
  return {
    ask: async (question) => {
      const from = now()
      const answer = await question()
      const until = now()
      const tookMs = until - from
      if (tookMs <= best.tookMs || until - best.at > VALID_MS)
        best = { tookMs, at: until, offset: answer.now - (from + until) / 2 }
      return answer
    },
    toLocal: (at) => at - best.offset,
  }
}
