import { open, stat } from 'node:fs/promises'
import { isTillError } from '@onetill/core'
import type { Side } from '@onetill/reconcile'
import type { Store } from '@onetill/store'
import { connectAll, findProvider } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { systemText, usageError } from '../failure.ts'
import { readSource } from '../input/source.ts'
import { printable } from '../output/printable.ts'
import { findExistingStore, placeOf, type StoreChoice } from '../store/place.ts'
import { named } from '../store/with-store.ts'
import { readLive } from './live.ts'

/** Which side, as in the names of the options. */
export type SideName = 'left' | 'right'

/** Forms a file can have. */
export const SIDE_FORMATS = ['csv', 'ndjson', 'json', 'parquet'] as const
type SideFormat = (typeof SIDE_FORMATS)[number]

/** A side that can be read, until `close`. */
export interface OpenSide {
  readonly side: Side
  /** What it is called in reports: never a credential. */
  readonly name: string
  /** The store it is; null: it is none. */
  readonly store: Store | null
  readonly close: () => Promise<void>
}

/** What was typed for one side. */
export interface SideChoice extends StoreChoice {
  /** A path, `-`, `store`, the address of a store, `live` or `live:` with a provider. */
  readonly from: string
  readonly format?: SideFormat | undefined
  /** Told how many sessions of a store were read. */
  readonly onRead: (sessions: number) => void
}

/** A side as it was typed. @throws invalid_input, invalid_options, store_unavailable */
export async function openSide(name: SideName, choice: SideChoice, context: CliContext): Promise<OpenSide> {
  const { from, format } = choice
  if (from === 'store' || /^(sqlite:|postgres(ql)?:)/.test(from)) return storeSide(name, choice, context)
  if (/^live(:|$)/.test(from)) return liveSide(name, choice, context)
  const close = async (): Promise<void> => {}
  if (from === '-') {
    const bytes = readSource('-', context)
    const first = await bytes.next()
    const head = first.done === true ? Buffer.alloc(0) : first.value
    const kind = format ?? sniffed(head)
    if (kind === 'parquet') throw usageError(`--${name}: Parquet cannot be read from stdin; give the path of the file`)
    return { side: { kind: 'stream', format: kind, bytes: joined(head, bytes) }, name: 'stdin', store: null, close }
  }
  const kind = format ?? (await formatOf(name, from))
  return { side: { kind, path: from }, name: printable(from), store: null, close }
}

async function storeSide(name: SideName, choice: SideChoice, context: CliContext): Promise<OpenSide> {
  const { place, store } = await openKnown(name, choice, context)
  return {
    name: place,
    store,
    side: {
      kind: 'store',
      store: {
        export: async function* (filter) {
          let read = 0
          for await (const one of store.export(filter)) {
            if (++read % 500 === 0) context.signal.throwIfAborted()
            choice.onRead(read)
            yield one
          }
        },
      },
    },
    close: () => store.close(),
  }
}

/** The sessions the store knows, as their providers say they are now. Nothing of it is remembered. */
async function liveSide(name: SideName, choice: SideChoice, context: CliContext): Promise<OpenSide> {
  const provider = choice.from.slice('live:'.length)
  if (choice.from !== 'live') findProvider(provider)
  const adapters = connectAll(choice, context).filter((each) => provider === '' || each.provider.id === provider)
  if (adapters.length === 0) throw usageError(`--${name}: ${provider} is not configured`)
  const { store } = await openKnown(name, { ...choice, from: 'store' }, context)
  const names = adapters.map(({ provider: { id }, account }) => printable(`${id}/${account}`)).join(', ')
  return {
    name: `live: ${names}`,
    store: null,
    side: { kind: 'sessions', sessions: readLive(adapters, store, choice.onRead, context) },
    close: () => store.close(),
  }
}

async function openKnown(name: SideName, { from, store, config }: SideChoice, context: CliContext) {
  const asked = from === 'store' ? { store, config } : { store: placeOf(from).url, config }
  const place = findExistingStore(withoutUndefined(asked), { ...context, report: () => {} })
  if (place === null)
    throw usageError(`--${name}: there is no store yet; fill one with: onetill sync, or onetill import FILE`)
  const { openStore } = await import('@onetill/store')
  return { place: place.name, store: await named(place.name, () => openStore({ url: place.url })) }
}

const withoutUndefined = ({
  store,
  config,
}: {
  store: string | undefined
  config: string | undefined
}): StoreChoice => ({
  ...(store === undefined ? {} : { store }),
  ...(config === undefined ? {} : { config }),
})

/** Ending of a file's name → its form. */
const ENDINGS: ReadonlyMap<string, SideFormat> = new Map([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['txt', 'csv'],
  ['ndjson', 'ndjson'],
  ['jsonl', 'ndjson'],
  ['json', 'json'],
  ['parquet', 'parquet'],
])

async function formatOf(name: SideName, path: string): Promise<SideFormat> {
  const cannot = (why: string) => usageError(`--${name}: cannot read ${printable(path)}: ${why}`)
  const head = Buffer.alloc(64)
  try {
    if ((await stat(path)).isDirectory()) throw cannot('it is a folder (EISDIR)')
    const file = await open(path)
    try {
      await file.read(head, 0, head.length, 0)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (isTillError(error)) throw error
    throw cannot(systemText(error))
  }
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  const kind = ENDINGS.get(ending) ?? sniffed(head)
  // `.json` is also what people call one object a line.
  return kind === 'json' && sniffed(head) === 'ndjson' ? 'ndjson' : kind
}

/** What the first bytes look like. */
function sniffed(head: Uint8Array): SideFormat {
  const text = new TextDecoder().decode(head.subarray(0, 64)).trimStart()
  if (text.startsWith('PAR1')) return 'parquet'
  if (text.startsWith('[')) return 'json'
  return text.startsWith('{') ? 'ndjson' : 'csv'
}

async function* joined(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield head
  yield* rest
}
