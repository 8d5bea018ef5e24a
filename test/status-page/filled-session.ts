// A session in which every text that a provider or a caller chooses is one of ours.
import { type CheckoutSession, checkoutSession } from '@onetill/core'
import { changed, FULL_SESSIONS, pathsOf } from '../../packages/core/src/full-session.fixture.ts'

type Path = readonly (string | number)[]

/** Closed words, times, amounts, and what the adapter's author or the operator chooses. */
const OURS: readonly RegExp[] = [
  /^(provider|account|environment|status|detail|purpose|refundStatus|refundEvidence)$/,
  /(^|\.)(kind|captureState|field|createdAt|updatedAt|expiresAt|completedAt|paidAt|at)$/,
  /(^|\.)(amount|expected|actual|priced|authorized|received|captured|refunded|settled|fee)\.(value|currency)$/,
  /^(assumed|reversal|observed)\b/,
  /^(failure|notes\.\d+)\.code$/,
  /^refunds\.\d+\.status$/,
]

/** How many ways to pay there are to fill: card, crypto, hosted. */
export const KINDS = FULL_SESSIONS.length

/** Paths of the texts, as `customer.email`. */
export const textPaths = (session: CheckoutSession): readonly Path[] =>
  pathsOf(session).filter(
    (path) => typeof valueAt(session, path) === 'string' && !OURS.some((form) => form.test(path.join('.'))),
  )

/** A full session of a kind with a text of its own at each path. @throws when it is none any more */
export function filledSession(
  kind: number,
  textAt: (path: string, index: number) => string,
  parts: Partial<CheckoutSession> = {},
): CheckoutSession {
  const full = FULL_SESSIONS[kind % KINDS]
  if (full === undefined) throw new Error('no session')
  const filled = textPaths(full).reduce<unknown>(
    (session, path, index) => changed(session, path, () => textAt(path.join('.'), index)),
    full,
  )
  const key = textAt('metadata key', 0).slice(0, 100)
  return checkoutSession.parse({ ...Object(filled), metadata: { [key]: textAt('metadata value', 1) }, ...parts })
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), value)
