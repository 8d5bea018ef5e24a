import { expect } from 'vitest'
import { assertSession, type CheckoutSession } from '@onetill/core'

/** What the tests look at in one of Prism's answers; it fits the published schema. */
export interface Answer {
  readonly session_id: string
  readonly status: string
  readonly is_terminal: boolean
  readonly amount: string
  readonly currency: string
  readonly mode: string
  readonly created_at: string
  readonly processor: Readonly<Record<string, string | null>> | null
}

/** Status word → the statuses it may stand for, by the published pages; `*` for a word that is nowhere. */
const READINGS: Readonly<Record<string, readonly string[]>> = {
  PENDING: ['open'],
  COLLECTING: ['open'],
  'payment-success': ['paid', 'authorized', 'no_charge', 'review', 'unknown'],
  'payment-authorized': ['authorized', 'review'],
  'payment-failed': ['failed', 'review'],
  expired: ['expired'],
  cancelled: ['cancelled'],
  abandoned: ['expired'],
  '*': ['unknown'],
}

/** The session is a valid one and says what the answer says, told without our tables and our money. */
export function expectMapped(session: CheckoutSession, answer: Answer): void {
  assertSession(session)
  expect(JSON.parse(JSON.stringify(session))).toEqual(session)
  expect(session).toMatchObject({
    provider: 'maven',
    environment: 'test',
    id: answer.session_id,
    providerStatus: answer.status,
    providerDone: answer.is_terminal,
    amount: { value: plainAmount(answer), currency: answer.currency },
    createdAt: new Date(answer.created_at).toISOString(),
  })
  expect(READINGS[answer.status] ?? READINGS['*']).toContain(session.status)
  if (answer.status === 'payment-success' && answer.mode === 'tokenize') expect(session.status).toBe('no_charge')
  const precise = session.notes.filter(({ code }) => code === 'amount_precision')
  const tooMany = answer.currency === 'JPY' && /\.\d*[1-9]/.test(answer.amount)
  expect(precise).toEqual(tooMany ? [{ code: 'amount_precision', path: 'amount' }] : [])
  expectKept(session, answer.processor ?? {})
}

/** Amounts of the overlay have no decimals or two, and neither sign nor leading zeros. */
function plainAmount({ amount, currency }: Answer): string {
  if (currency === 'JPY') return amount.replace(/\.0+$/, '').replace(/(\.\d*[1-9])0+$/, '$1')
  return amount.includes('.') ? amount : `${amount}.00`
}

/** Every processor field the answer fills is in the session: in the processor, or beside it as it came. */
function expectKept(session: CheckoutSession, processor: Readonly<Record<string, string | null>>): void {
  const kept = new Set<unknown>()
  collect(session.processor, kept)
  collect(session.providerData?.['processor'], kept)
  const lost = Object.entries(processor).filter(([, value]) => value !== null && !kept.has(value))
  expect(lost).toEqual([])
}

function collect(value: unknown, into: Set<unknown>): void {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) collect(part, into)
  else into.add(value)
}
