// A large store: rows that `record` made, copied by hand under other ids and times.
import { openBare, type Row } from './bare.ts'
import { rows as ROWS } from './options.ts'
import { openAt, type Place, type Places } from './places.ts'
import { progress, say } from './progress.ts'
import { idOf, type Parts, seen, timeOf } from './sessions.ts'

/** Stand in the body of a template for what every copy has of its own. */
const MARKS = { id: 'bench-session-id', reference: 'bench-reference', createdAt: '2001-01-01T00:00:00.000Z' } as const
const MARK = new RegExp(`(${Object.values(MARKS).join('|')})`)
const BATCH = 2_000

const KINDS: readonly (Parts & { readonly share: number })[] = [
  { share: 620, status: 'paid', detail: null },
  { share: 150, status: 'open', detail: 'created' },
  { share: 120, status: 'expired', detail: 'unpaid', amount: ['1249.50', 'EUR'] },
  { share: 50, status: 'failed', detail: 'declined', amount: ['7.10', 'EUR'] },
  { share: 30, status: 'cancelled', detail: null },
  { share: 20, status: 'processing', detail: null, amount: ['9000', 'JPY'] },
  { share: 9, status: 'paid', detail: null, account: 'second' },
  // A word nobody knows, so somebody has to look.
  { share: 1, status: 'unknown', detail: null, providerStatus: 'WHATEVER' },
]
/** Only among the oldest, which a walk from the newest reaches last. */
export const RARE = {
  status: 'review',
  detail: null,
  environment: 'test',
  account: 'third',
  amount: ['3.125', 'KWD'],
} as const satisfies Parts
const RARE_AMONG = 500
const RARE_EVERY = 50

interface Template {
  readonly session: Row
  readonly search: readonly string[]
  readonly body: readonly string[]
}

/** Makes the store; `poll` rows are all due. */
export async function fill(places: Places, place: Place): Promise<void> {
  const templates = await templatesOf(places)
  const store = await openAt(place)
  await store.close()
  const bare = await openBare(place)
  const indexes = await bare.indexes()
  for (const { name } of indexes) await bare.run(`drop index ${name}`)
  say(`${places.name}: making ${ROWS} sessions`)
  const totals = new Map<Template, number>()
  for (let from = 0; from < ROWS; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, ROWS - from) }, (_, index) => from + index)
    const session = numbers.map((number) => {
      const template = templateOf(templates, number)
      totals.set(template, (totals.get(template) ?? 0) + 1)
      return copy(template, number)
    })
    await bare.write({ session, poll: session.map(pollOf) })
    progress(`${places.name}: making sessions`, from, ROWS)
  }
  await bare.write({ total: totalRows(totals) })
  // Made at once they are made in a fraction of the time, and are as good as new.
  say(`${places.name}: indexes`)
  for (const { definition } of indexes) await bare.run(definition)
  say(`${places.name}: vacuum and analyze`)
  await bare.run('vacuum')
  await bare.run('analyze')
  await bare.close()
}

type Templates = { readonly common: readonly Template[]; readonly rare: readonly Template[] }

/** One of each kind and provider, as `record` writes it. */
async function templatesOf(places: Places): Promise<Templates> {
  const place = places.place('templates')
  const store = await openAt(place)
  const made: readonly Parts[] = [...KINDS.map(({ share: _share, ...parts }) => parts), RARE]
  for (const [kind, parts] of made.entries())
    for (const provider of [0, 1, 2])
      await store.record([
        // A second status after the first, as `unknown` only then asks for attention.
        seen(provider, {
          ...MARKS,
          account: 'default',
          ...parts,
          ...idOfKind(kind),
          status: 'open',
          detail: 'created',
        }),
        seen(provider, { ...MARKS, ...parts, ...idOfKind(kind), asOf: timeOf(100) }),
      ])
  const bare = await openBare(place)
  const rows = await bare.read('select * from session')
  await bare.close()
  await store.close()
  const of = (kind: number) =>
    rows.filter(({ id }) => id === idOfKind(kind).id).map((row) => template(row, idOfKind(kind).id))
  return {
    common: KINDS.flatMap(({ share }, kind) => Array.from({ length: share }, () => of(kind)))
      .map((three, index) => three[index % three.length])
      .filter((one) => one !== undefined),
    rare: of(KINDS.length),
  }
}

const idOfKind = (kind: number): { readonly id: string } => ({ id: `${MARKS.id}-${kind}-` })

function template(row: Row, id: string): Template {
  const parts = (text: unknown): readonly string[] => String(text).replaceAll(id, MARKS.id).split(MARK)
  return { session: row, search: parts(row['search']), body: parts(row['body']) }
}

function templateOf({ common, rare }: Templates, number: number): Template {
  const isRare = number < ROWS / RARE_EVERY && number % RARE_AMONG === 0
  const all = isRare ? rare : common
  // Kinds stand in blocks; a factor without common divisor mixes them.
  const found = all[(number * 7_919) % all.length]
  if (found === undefined) throw new Error('no template')
  return found
}

function copy({ session, search, body }: Template, number: number): Row {
  const own: Readonly<Record<string, string>> = {
    [MARKS.id]: idOf(number),
    [MARKS.reference]: referenceOf(number),
    [MARKS.createdAt]: timeOf(number),
  }
  const filled = (parts: readonly string[]) => parts.map((part) => own[part] ?? part).join('')
  return {
    ...session,
    key: `${session['provider']}/${session['account']}/${idOf(number)}`,
    id: idOf(number),
    reference: referenceOf(number),
    listed_at: timeOf(number),
    search: filled(search),
    body: filled(body),
  }
}

export const referenceOf = (number: number): string => `order-${String(number).padStart(8, '0')}`

const pollOf = ({ key, provider, account, listed_at }: Row): Row => ({
  ...{ key, provider, account, next_at: listed_at, owner: null, fence: 0, failures: 0 },
})

/** Counts are those of the copies; sums are not looked at here, the conformance suite does. */
function totalRows(totals: ReadonlyMap<Template, number>): readonly Row[] {
  const groups = new Map<string, Row & { readonly sessions: number }>()
  for (const [{ session }, count] of totals) {
    const { provider, account, environment, status, summary } = session
    const group = { provider, account, environment, status, summary, currency: session['currency'] ?? '' }
    const key = JSON.stringify(group)
    const sessions = (groups.get(key)?.sessions ?? 0) + count
    groups.set(key, { ...group, sessions, amount: '0' })
  }
  return [...groups.values()]
}
