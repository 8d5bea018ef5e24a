import { type CheckoutSession, sessionKey, summarize } from '@onetill/core'
import { amountText } from '../output/amount.ts'
import { sessionRow } from '../output/row.ts'
import { LOOKS, type Paint } from '../output/style.ts'

/** A session that differs from when it was last seen. */
export interface Change {
  readonly session: CheckoutSession
  /** Its status then, or null when it is new. */
  readonly before: string | null
}

/** Finds what has changed between one reading and the next. */
export function createChanges(): (sessions: readonly CheckoutSession[]) => readonly Change[] {
  const seen = new Map<string, { readonly state: string; readonly status: string }>()
  return (sessions) =>
    sessions.flatMap((session) => {
      const key = sessionKey(session)
      const before = seen.get(key)
      const now = { state: stateOf(session), status: statusOf(session) }
      seen.set(key, now)
      return before?.state === now.state ? [] : [{ session, before: before?.status ?? null }]
    })
}

/** A change as one line: time, session, status before and after, amount. */
export function changeLine({ session, before }: Change, paint: Paint): string {
  const row = sessionRow(session)
  const { color, icon } = LOOKS[row.summary]
  const after = paint(`${icon} ${statusOf(session)}`, color)
  const move = before === null ? after : `${before} → ${after}`
  const refunds = row.refunds === '–' ? '' : `  refunds: ${row.refunds}`
  return `${session.observed.at.slice(11, 19)}  ${row.provider} ${row.name}  ${move}  ${amountText(row.amount)}${refunds}`
}

function statusOf(session: CheckoutSession): string {
  const { summary, detail } = sessionRow(session)
  return detail === null ? summary : `${summary}/${detail}`
}

function stateOf(session: CheckoutSession): string {
  const refunds = (session.refunds ?? []).map(({ id, status }) => `${id} ${status}`)
  return [summarize(session), session.detail, session.providerStatus, session.refundStatus, ...refunds].join('|')
}
