import type { History, Step, Store } from '@onetill/store'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { usageError } from '../failure.ts'
import { jsonText, printable } from '../output/printable.ts'
import { storedRow } from '../output/stored-writer.ts'
import { LOOKS, type Paint, painter } from '../output/style.ts'
import { table } from '../output/table.ts'
import { findExistingStore, type StoreChoice } from '../store/place.ts'
import { withStore } from '../store/with-store.ts'

/** Options of `onetill history`, as typed. */
export interface HistoryOptions extends StoreChoice {
  readonly json?: boolean
}

/** One session with everything that was seen of it. */
export async function historyCommand(name: string, options: HistoryOptions, context: CliContext): Promise<number> {
  const { out, terminal } = context
  const place = findExistingStore(options, context)
  const history = place === null ? null : await withStore(place, (store) => find(store, name))
  if (history === null)
    throw usageError(
      `no remembered session is called ${printable(name).slice(0, 80)}; look for it with: onetill sessions --text`,
    )
  const text = options.json === true ? jsonText(history, 2) : forPeople(history, context, painter(terminal)).join('\n')
  await out.write(`${text}\n`)
  await out.flush()
  return EXIT_CODES.ok.code
}

/** By key, else by the provider's id or our reference where only one session has it. */
async function find(store: Store, name: string): Promise<History | null> {
  const exact = await store.history(name)
  if (exact !== null) return exact
  const [byReference, byText] = await Promise.all([
    store.list({ reference: name }, { limit: 10 }),
    store.list({ text: name }, { limit: 500 }),
  ])
  const keys = [...byReference.sessions, ...byText.sessions.filter(({ session }) => session.id === name)].map(
    ({ key }) => key,
  )
  const [key, ...more] = new Set(keys)
  if (key === undefined) return null
  if (more.length === 0) return store.history(key)
  throw usageError(`several sessions are called that; name one of them: ${[key, ...more].map(printable).join(', ')}`)
}

function forPeople({ stored, steps, resolution }: History, { terminal }: CliContext, paint: Paint): readonly string[] {
  const { goneAt, unread, attention, firstSeenAt, lastConfirmedAt, paidSeenAt, late } = stored
  const facts: readonly (readonly [string, string | null])[] = [
    ['first seen', firstSeenAt],
    ['confirmed', lastConfirmedAt],
    ['paid, seen', paidSeenAt],
    ['late', late ? 'money, or news of it, came after its end' : null],
    ['word unread', unread === null ? null : `${unread.word ?? '–'} since ${unread.since}`],
    ['gone since', goneAt],
    ['look at it', attention.join(', ') || null],
    ['decided', resolution === null ? null : `${resolution.decision}, ${resolution.by}, ${resolution.at}`],
  ]
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [printable(`  ${name.padEnd(12)} ${value}`)]))
  return [
    paint(printable(stored.key), 'bold'),
    ...table([storedRow(stored, new Date().toISOString())], { columns: terminal.columns(), paint }),
    ...(known.length === 0 ? [] : ['', ...known]),
    '',
    ...(steps.length === 0 ? ['  not read yet; onetill sync reads it'] : steps.map((step) => stepLine(step, paint))),
  ]
}

function stepLine({ observation, effect, from, to }: Step, paint: Paint): string {
  const { asOf, via, seen } = observation
  const word = seen.kind === 'session' ? seen.session.providerStatus : seen.kind === 'word' ? seen.word : seen.kind
  const { icon, color } = LOOKS[to]
  const move = from === to ? to : `${from} → ${to}`
  const said = word === null ? '' : ` "${printable(word)}"`
  return `  ${asOf}  ${via.padEnd(7)} ${effect.padEnd(12)} ${paint(`${icon} ${move}`, color)}${said}`
}
