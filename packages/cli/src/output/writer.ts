import type { CheckoutSession, SessionEvent } from '@onetill/core'
import { jsonText } from './printable.ts'
import { eventRow, type Row, sessionRow } from './row.ts'
import type { Sink } from './sink.ts'
import { painter } from './style.ts'
import { table } from './table.ts'
import type { Terminal } from './terminal.ts'

/** How data is printed. */
export const FORMATS = ['json', 'ndjson', 'table'] as const
/** One of the formats. */
export type Format = (typeof FORMATS)[number]

/** Whether the input was one thing or a list; decides the form of the JSON that comes out. */
export type Shape = 'one' | 'list'

/** Takes results one by one and prints them; nothing of a JSON list is kept but its first element. */
export interface Writer<Value = CheckoutSession | SessionEvent> {
  readonly add: (value: Value) => Promise<void>
  /** Prints the rest. A list is a JSON array; one thing that failed is `null`, so that stdout stays one document. */
  readonly end: (shape: Shape) => Promise<void>
}

/** A writer for a format. */
export function createWriter(format: Format, out: Sink, terminal: Terminal): Writer {
  if (format === 'table') return tableWriter(out, terminal)
  return format === 'json'
    ? jsonWriter(out)
    : { add: (value) => out.write(`${jsonText(value)}\n`), end: () => out.flush() }
}

/** JSON, element by element. */
export function jsonWriter(out: Sink): Writer<unknown> {
  let first: string | null = null
  let written: 'nothing' | 'some' = 'nothing'
  const element = async (text: string): Promise<void> => {
    await out.write(`${written === 'nothing' ? '[' : ','}\n${text.replace(/^/gm, '  ')}`)
    written = 'some'
  }
  return {
    add: async (value) => {
      const text = jsonText(value, 2)
      if (first === null) {
        first = text
        return
      }
      if (written === 'nothing') await element(first)
      await element(text)
    },
    end: async (shape) => {
      if (shape === 'one') await out.write(`${first ?? 'null'}\n`)
      else {
        if (written === 'nothing' && first !== null) await element(first)
        await out.write(written === 'nothing' ? '[]\n' : '\n]\n')
      }
      await out.flush()
    },
  }
}

function tableWriter(out: Sink, terminal: Terminal): Writer {
  const rows: Row[] = []
  return {
    add: async (value) => {
      rows.push('eventId' in value ? eventRow(value) : sessionRow(value))
    },
    end: async () => {
      const lines = table(rows, { columns: terminal.columns(), paint: painter(terminal) })
      if (rows.length > 0) await out.write(`${lines.join('\n')}\n`)
      await out.flush()
    },
  }
}
