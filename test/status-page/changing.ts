// Sessions that change again and again, so that every row of a page has something to miss.
import { money } from '@onetill/core'
import type { Observation } from '@onetill/store'
import { ago, seen } from '../../packages/status-page/src/board.fixture.ts'

/** Fewer than a page of the board has rows, so that each is always on it. */
export const SESSIONS = 40

const STATUSES = [
  ['open', 'created'],
  ['open', 'awaiting_payment'],
  ['processing', 'confirming'],
] as const

/** The change of a number; each is one more step of one of the sessions, and looks different from the one before. */
export function change(number: number): Observation {
  const session = number % SESSIONS
  const step = Math.floor(number / SESSIONS)
  return seen(idOf(session), 1_000 - number / 100, STATUSES[step % STATUSES.length] ?? STATUSES[0], {
    reference: `order-${session}`,
    amount: money(`${step + 1}.${String(session).padStart(2, '0')}`, 'USD'),
    createdAt: ago(2_000 - session),
  })
}

const idOf = (session: number): string => `cs_${String(session).padStart(3, '0')}`
