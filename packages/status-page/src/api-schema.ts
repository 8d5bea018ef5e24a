import * as z from 'zod/mini'
import { checkoutSession, STATUS_WORDS } from '@onetill/core'
import { ATTENTIONS, CHANGE_EVENTS } from '@onetill/store'
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
  Link: z.object({ path: z.string(), expiresAt: time }),
  Problem: z.object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.string() }),
} as const
