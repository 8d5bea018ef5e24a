import { summarize } from '@onetill/core'
import type { StoredSession } from '@onetill/store'
import type { CliContext } from '../context.ts'
import { csvLine } from './csv.ts'
import { jsonText, printable } from './printable.ts'
import { type Row, sessionRow } from './row.ts'
import { painter } from './style.ts'
import { table } from './table.ts'
import { jsonWriter, type Writer } from './writer.ts'

/** How remembered sessions are printed. */
export const STORED_FORMATS = ['table', 'json', 'ndjson', 'csv'] as const
/** One of the formats. */
export type StoredFormat = (typeof STORED_FORMATS)[number]

type Cell = (stored: StoredSession) => string | null

/** Columns of the CSV, left to right. Amounts are exact decimal text, times UTC. */
const CSV = {
  key: ({ key }) => key,
  provider: ({ session }) => session.provider,
  account: ({ session }) => session.account,
  id: ({ session }) => session.id,
  environment: ({ session }) => session.environment,
  reference: ({ session }) => session.reference,
  status: ({ session }) => session.status,
  detail: ({ session }) => session.detail,
  summary: ({ session }) => summarize(session),
  provider_status: ({ session }) => session.providerStatus,
  currency: ({ session }) => session.amount?.currency ?? null,
  amount: ({ session }) => session.amount?.value ?? null,
  amount_from: ({ session }) => {
    if (session.amount === null) return null
    return session.assumed.includes('amount') ? 'caller' : 'provider'
  },
  received: ({ session }) => session.amounts.received?.value ?? null,
  received_currency: ({ session }) => session.amounts.received?.currency ?? null,
  captured: ({ session }) => session.amounts.captured?.value ?? null,
  captured_currency: ({ session }) => session.amounts.captured?.currency ?? null,
  refund_status: ({ session }) => session.refundStatus,
  refunded: ({ session }) => session.amounts.refunded?.value ?? null,
  refunded_currency: ({ session }) => session.amounts.refunded?.currency ?? null,
  created_at: ({ session }) => session.createdAt,
  updated_at: ({ session }) => session.updatedAt,
  expires_at: ({ session }) => session.expiresAt,
  paid_at: ({ session }) => session.paidAt,
  paid_seen_at: ({ paidSeenAt }) => paidSeenAt,
  first_seen_at: ({ firstSeenAt }) => firstSeenAt,
  last_confirmed_at: ({ lastConfirmedAt }) => lastConfirmedAt,
  attention: ({ attention }) => attention.join(' '),
} as const satisfies Record<string, Cell>

/** Prints remembered sessions as they come; only a table is kept until its end. */
export function createStoredWriter(
  format: StoredFormat,
  { out, terminal }: Pick<CliContext, 'out' | 'terminal'>,
  now: () => string = () => new Date().toISOString(),
): Writer<StoredSession> {
  if (format === 'json') return jsonWriter(out)
  if (format === 'ndjson') return { add: (stored) => out.write(`${jsonText(stored)}\n`), end: () => out.flush() }
  if (format === 'csv') {
    let heading: string | null = csvLine(Object.keys(CSV))
    const headed = (text: string): string => {
      const all = `${heading ?? ''}${text}`
      heading = null
      return all
    }
    return {
      add: (stored) => out.write(headed(csvLine(Object.values(CSV).map((cell: Cell) => cell(stored))))),
      end: async () => {
        await out.write(headed(''))
        await out.flush()
      },
    }
  }
  const rows: Row[] = []
  return {
    add: async (stored) => {
      rows.push(storedRow(stored, now()))
    },
    end: async () => {
      const lines = table(rows, { columns: terminal.columns(), paint: painter(terminal) })
      if (rows.length > 0) await out.write(`${lines.join('\n')}\n`)
      await out.flush()
    },
  }
}

/** A remembered session as a row; it ages also while nobody reads it, and a word that could not be read stands in it. */
export function storedRow({ session, unread }: StoredSession, now: string): Row {
  const { at } = session.observed
  const row = sessionRow(session, now > at ? now : at)
  return unread === null ? row : { ...row, word: printable(`${unread.word ?? '–'} (unread)`) }
}
