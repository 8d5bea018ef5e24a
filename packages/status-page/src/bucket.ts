/** Lets a number of things through, and as many again over a time. */
export interface Bucket {
  /** Whether one more may pass; it is counted when it may. */
  readonly take: (who: string) => boolean
}

/** How many callers are remembered; the one seen longest ago is forgotten. */
const MOST = 10_000

/** A bucket for each caller. `perMinute` may come at once. */
export function createBucket(perMinute: number, now: () => Date): Bucket {
  const left = new Map<string, { amount: number; at: number }>()
  return {
    take: (who) => {
      const at = now().getTime()
      const known = left.get(who) ?? { amount: perMinute, at }
      const amount = Math.min(perMinute, known.amount + ((at - known.at) / 60_000) * perMinute)
      left.delete(who)
      left.set(who, { amount: amount >= 1 ? amount - 1 : amount, at })
      const oldest = left.size > MOST ? left.keys().next().value : undefined
      if (oldest !== undefined) left.delete(oldest)
      return amount >= 1
    },
  }
}
