import { summarize } from '@onetill/core'
import type { StoredSession } from '@onetill/store'
import type { Role } from './options.ts'
import { processorText } from './parts.ts'
import { storedFor } from './personal.ts'
import type { Zone } from './times.ts'

/** Kind of file → how it is written. */
export const EXPORTS = {
  csv: { type: 'text/csv; charset=utf-8; header=present', name: 'sessions.csv' },
  ndjson: { type: 'application/x-ndjson', name: 'sessions.ndjson' },
} as const

type Column = readonly [
  name: string,
  value: (stored: StoredSession, time: (utc: string | null) => string) => string | null,
]

const COLUMNS: readonly Column[] = [
  ['provider', ({ session }) => session.provider],
  ['account', ({ session }) => session.account],
  ['environment', ({ session }) => session.environment],
  ['id', ({ session }) => session.id],
  ['reference', ({ session }) => session.reference],
  ['summary', ({ session }) => summarize(session)],
  ['status', ({ session }) => session.status],
  ['detail', ({ session }) => session.detail],
  ['provider_status', ({ session }) => session.providerStatus],
  ['amount', ({ session }) => session.amount?.value ?? null],
  ['currency', ({ session }) => session.amount?.currency ?? null],
  ['amount_as_ordered', ({ session }) => (session.assumed.includes('amount') ? 'yes' : 'no')],
  ['paid_with', ({ session }) => processorText(session.processor)],
  ['refund_status', ({ session }) => session.refundStatus],
  ['refunded', ({ session }) => session.amounts.refunded?.value ?? null],
  ['refunded_currency', ({ session }) => session.amounts.refunded?.currency ?? null],
  ['attention', ({ attention }) => attention.join(' ')],
  ['created_at', ({ session }, time) => time(session.createdAt)],
  ['updated_at', ({ session }, time) => time(session.updatedAt)],
  ['expires_at', ({ session }, time) => time(session.expiresAt)],
  ['paid_at', ({ session, paidSeenAt }, time) => time(session.paidAt ?? paidSeenAt)],
  ['last_confirmed_at', ({ lastConfirmedAt }, time) => time(lastConfirmedAt)],
]

/** Sessions as lines of CSV, with a header. Times are in the zone, whose name stands in a column. */
export async function* csvLines(sessions: AsyncIterable<StoredSession>, role: Role, zone: Zone): AsyncIterable<string> {
  const time = (utc: string | null): string => (utc === null ? '' : zone.name === 'UTC' ? utc : zone.text(utc))
  yield `${[...COLUMNS.map(([name]) => name), 'time_zone'].join(',')}\r\n`
  for await (const stored of sessions) {
    const shown = storedFor(role, stored)
    yield `${[...COLUMNS.map(([, value]) => value(shown, time)), zone.name].map(cell).join(',')}\r\n`
  }
}

/** Sessions as one JSON object in each line. */
export async function* ndjsonLines(sessions: AsyncIterable<StoredSession>, role: Role): AsyncIterable<string> {
  for await (const stored of sessions) yield `${JSON.stringify(storedFor(role, stored))}\n`
}

/** A table calculation takes text that begins like a formula for one, so it is made text by a quote in front. */
function cell(value: string | null): string {
  const text = value ?? ''
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Bytes of lines, as fast as they are read. */
export function streamOf(lines: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = lines[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      let text = ''
      while (text.length < 65_536) {
        const next = await iterator.next()
        if (next.done === true) {
          if (text !== '') controller.enqueue(encoder.encode(text))
          return controller.close()
        }
        text += next.value
      }
      controller.enqueue(encoder.encode(text))
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
}
