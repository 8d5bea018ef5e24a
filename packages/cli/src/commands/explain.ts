import { type Decision, type Mapper, NOTES, type Note, normalize, normalizeEvent, type Unverified } from '@onetill/core'
import { readJson } from '@onetill/core/adapter'
import { findProvider } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { jsonText, printable } from '../output/printable.ts'
import { type Paint, painter } from '../output/style.ts'
import { type MapOptions, toMapContext } from './map-options.ts'
import { hasEvents } from './normalize.ts'
import { eachRecord } from './read-input.ts'

/** Options of `onetill explain`, as typed. */
export interface ExplainOptions extends Pick<MapOptions, 'channel'> {
  readonly provider: string
  readonly json?: boolean
}

/** Why one record is read the way it is. */
export interface Explanation {
  /** Place among the records, counted from 1. */
  readonly record: number
  readonly line: number
  readonly decisions: readonly Decision[]
  /** Fields whose word stands in no row. */
  readonly unknown: readonly string[]
  /** Readings the documents do not settle, as far as they touch these fields. */
  readonly unverified: readonly Unverified[]
  readonly notes: readonly Note[]
}

/** Which row of which table decided each field. */
export async function explainCommand(file: string, options: ExplainOptions, context: CliContext): Promise<number> {
  const { mapper } = findProvider(options.provider)
  const map = toMapContext(options)
  const explanations: Explanation[] = []
  const paint = painter(context.terminal)
  const { shape, exitCode } = await eachRecord(file, context, async (text, { number, line }) => {
    const decisions = mapper.explain(readJson(text), map)
    const { notes } =
      map.via === 'webhook' && hasEvents(mapper) ? normalizeEvent(mapper, text, map) : normalize(mapper, text, map)
    const explanation = { record: number, line, decisions, ...doubts(mapper, decisions), notes }
    if (options.json === true) explanations.push(explanation)
    else await context.out.write(`${forPeople(explanation, paint).join('\n')}\n`)
  })
  if (options.json === true) {
    const [only = null] = explanations
    await context.out.write(`${jsonText(shape === 'one' ? only : explanations, 2)}\n`)
  }
  await context.out.flush()
  return exitCode
}

function doubts(mapper: Mapper, decisions: readonly Decision[]): Pick<Explanation, 'unknown' | 'unverified'> {
  const fields = new Set(decisions.map(({ field }) => rootOf(field)))
  return {
    unknown: decisions.filter(({ word, row }) => word !== null && row === null).map(({ field }) => field),
    unverified: mapper.provider.unverified.filter((reading) =>
      reading.fields.some((field) => fields.has(rootOf(field))),
    ),
  }
}

/** `refunds[0].status` → `refunds`. */
function rootOf(field: string): string {
  return field.split(/[.[]/, 1)[0] ?? field
}

function forPeople(explanation: Explanation, paint: Paint): readonly string[] {
  const { record, line, decisions, unknown, unverified, notes } = explanation
  return [
    paint(`record ${record} (line ${line})`, 'bold'),
    ...decisions.flatMap((decision) => decisionLines(decision, paint)),
    ...(unknown.length === 0 ? [] : [paint(`  unknown: ${unknown.map(printable).join(', ')}`, 'magenta')]),
    ...notes.map(({ code, path }) => printable(`  note ${code} at ${path}: ${NOTES[code]}`)),
    ...(unverified.length === 0 ? [] : ['  not settled by the documents, for these fields:']),
    ...unverified.map(({ id, fields, reading }) => printable(`    ${id} (${fields.join(', ')}): ${reading}`)),
  ]
}

function decisionLines(
  { field, path, word, result, row, source, documented }: Decision,
  paint: Paint,
): readonly string[] {
  if (word === null && row === null && result === 'unknown') {
    return [printable(`  ${field}: the provider does not say (${path})`)]
  }
  const heading = printable(`  ${field}: ${path}${word === null ? '' : ` "${word}"`} → ${result}`)
  if (row === null && word === null) return [heading, '    from all of it together; no single word decides']
  if (row === null) return [heading, paint('    no row has this word; it is kept and never guessed', 'magenta')]
  const doubt = documented === true ? 'documented' : paint('our reading, not documented', 'yellow')
  return [heading, `    ${printable(`row ${row}`)} · ${doubt}`, printable(`    ${source ?? 'no source'}`)]
}
