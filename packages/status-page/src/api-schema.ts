import * as z from 'zod/mini'
import { checkoutSession, STATUS_WORDS } from '@onetill/core'
import { ATTENTIONS, CHANGE_EVENTS } from '@onetill/store'
import { HEALTH_STATES } from './health-state.ts'
import { SUMMARIES } from './words.ts'

const time = z.string()
const maybeTime = z.nullable(time)
const textOrNull = z.nullable(z.string())

/** What the store knows of one session. */
export const storedSessionSchema = z.object({
  key: z.string(),
  session: checkoutSession,
  firstSeenAt: maybeTime,
  lastConfirmedAt: maybeTime,
  paidSeenAt: maybeTime,
  late: z.boolean(),
  unread: z.nullable(z.object({ word: textOrNull, since: time, providerDone: z.nullable(z.boolean()) })),
  goneAt: maybeTime,
  missing: z.nullable(z.object({ since: time, last: time, reads: z.int() })),
  attention: z.array(z.enum(ATTENTIONS)),
  confirmDue: z.boolean(),
})

/** How fresh an answer is. */
const fresh = {
  /** Whether what may still move was not confirmed for a while. */
  stale: z.boolean(),
  /** Milliseconds after which asking again is worth it. */
  nextPollAfterMs: z.int(),
}

const numberOrNull = z.nullable(z.number())
const healthState = z.enum(HEALTH_STATES)

/** How one account of a provider does. */
const vendorSchema = z.object({
  ...{ provider: z.string(), account: z.string(), state: healthState, since: time },
  reasons: z.array(z.enum(['errors', 'slow', 'behind'])),
  pending: z.nullable(z.object({ state: healthState, since: time })),
  ...{ watched: z.int(), due: z.int(), held: z.int(), failing: z.int() },
  ...{ lagMs: z.number(), readsPerMinute: z.number(), freshnessMs: numberOrNull },
  /** What was sent in the last five minutes. */
  traffic: z.nullable(
    z.object({
      ...{ requests: z.int(), errorRate: numberOrNull, p50Ms: numberOrNull, p95Ms: numberOrNull },
      ...{ lastSuccessAt: maybeTime, lastFailureAt: maybeTime },
    }),
  ),
  rateLimit: z.nullable(z.object({ requests: z.int(), windowMs: z.int(), per: z.string() })),
  /** Share of the limit that is used, by the reads of the last minute. */
  budgetUse: numberOrNull,
  /** Share of the judged time of these hours in which it answered. */
  availability: z.nullable(z.object({ share: z.number(), judgedMs: z.number() })),
  hours: z.array(
    z.object({
      start: time,
      state: z.enum([...HEALTH_STATES, 'unwatched']),
      heldMs: z.record(healthState, z.number()),
    }),
  ),
})

/** Answers by the name they have in the description. */
export const SCHEMAS = {
  SessionPage: z.object({ sessions: z.array(storedSessionSchema), next: textOrNull, ...fresh }),
  Session: z.object({ ...storedSessionSchema.shape, ...fresh }),
  History: z.object({
    key: z.string(),
    steps: z.array(
      z.object({
        asOf: time,
        via: z.string(),
        effect: z.string(),
        from: z.enum(STATUS_WORDS),
        to: z.enum(STATUS_WORDS),
        kind: z.enum(['session', 'word', 'lapsed', 'missing']),
        word: textOrNull,
        adapter: textOrNull,
      }),
    ),
  }),
  Totals: z.object({
    totals: z.array(
      z.object({
        provider: z.string(),
        account: z.string(),
        environment: z.string(),
        status: z.enum(STATUS_WORDS),
        summary: z.enum(Object.keys(SUMMARIES)),
        currency: textOrNull,
        sessions: z.int(),
        amount: textOrNull,
      }),
    ),
  }),
  Changes: z.object({
    changes: z.array(
      z.object({
        cursor: z.string(),
        key: z.string(),
        at: time,
        via: z.string(),
        events: z.array(z.enum(CHANGE_EVENTS)),
      }),
    ),
    next: textOrNull,
  }),
  Vendors: z.object({
    /** When it was last known; null: never. */
    at: maybeTime,
    /** Since when asking fails. */
    failedSince: maybeTime,
    /** Since when the hours are kept. */
    watchedSince: maybeTime,
    running: z.boolean(),
    vendors: z.array(vendorSchema),
  }),
  Link: z.object({ path: z.string(), expiresAt: time }),
  Problem: z.object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.string() }),
} as const
