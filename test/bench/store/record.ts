// Throughput of `record` over bare: the rows that each batch leaves behind, written again by hand into a second database.
import { deepStrictEqual } from 'node:assert'
import type { Observation, Store } from '@onetill/store'
import { type Bare, openBare, type Row } from './bare.ts'
import { median, sum, timed } from './numbers.ts'
import { BATCH, recorded } from './options.ts'
import { openAt, type Places } from './places.ts'
import { progress } from './progress.ts'
import { type Parts, seen } from './sessions.ts'

/** Times of one kind of batch. */
export interface Throughput {
  /**
   * `new`: sessions not known before. `moved`: known ones in their next status. `confirmed`: the same once more.
   * `all`: a session seen three times, once of each kind.
   */
  readonly kind: string
  readonly perSecond: number
  readonly barePerSecond: number
  /** Times of `record` over those of bare. */
  readonly ratio: number
  /** Median of the batches' ratios. */
  readonly medianRatio: number
}

const HOUR = 3_600_000
const after = (number: number, hours: number): string =>
  new Date(Date.UTC(2026, 0, 1) + number * 30_000 + hours * HOUR).toISOString()

/** What is seen of every session, one after the other. */
const KINDS: Readonly<Record<string, (number: number) => Parts>> = {
  new: () => ({ status: 'open', detail: 'created', providerStatus: 'OPEN' }),
  moved: (number) => ({ status: 'paid', detail: null, providerStatus: 'PAID', asOf: after(number, 1) }),
  confirmed: (number) => ({ ...KINDS['moved']?.(number), asOf: after(number, 2) }),
}

export async function measureRecord(places: Places): Promise<readonly Throughput[]> {
  const [ours, bares] = [places.place('record'), places.place('bare')]
  const store = await openAt(ours)
  const other = await openAt(bares)
  const reader = await openBare(ours)
  const bare = await openBare(bares)
  try {
    const found: Throughput[] = []
    const all: Times[] = []
    for (const [kind, parts] of Object.entries(KINDS)) {
      const times: Times[] = []
      for (let from = 0; from < recorded; from += BATCH) {
        const batch = Array.from({ length: BATCH }, (_, index) =>
          seen(from + index, partsOf(kind, parts, from + index)),
        )
        times.push(await both(store, batch, reader, bare))
        progress(`${places.name}: record, ${kind}`, from, recorded)
      }
      found.push(throughput(kind, warmOf(times)))
      all.push(...warmOf(times))
    }
    found.push(throughput('all', all))
    // The hand-written rows are those of the store, all of them.
    deepStrictEqual(await other.contentHash(), await store.contentHash())
    return found
  } finally {
    for (const each of [reader, bare, store, other]) await each.close()
  }
}

/** `updatedAt` of what is only confirmed does not move. */
function partsOf(kind: string, parts: (number: number) => Parts, number: number): Parts {
  return kind === 'confirmed' ? { ...parts(number), updatedAt: after(number, 1) } : parts(number)
}

async function both(store: Store, batch: readonly Observation[], reader: Bare, bare: Bare) {
  const time = await timed(() => store.record(batch))
  const keys = batch.map(({ identity: { provider, account, id } }) => `${provider}/${account}/${id}`)
  const list = keys.map((key) => `'${key}'`).join()
  const session = await reader.read(`select * from session where key in (${list}) order by key`)
  const hashes = new Set(batch.map(({ hash }) => hash))
  const observation = (
    await reader.read(`select * from observation where session_key in (${list}) order by session_key`)
  )
    .filter(({ hash }) => typeof hash === 'string' && hashes.has(hash))
    .map(({ number: _number, ...row }): Row => row)
  return { ours: time, bare: await timed(() => bare.write({ session, observation })) }
}

interface Times {
  readonly ours: number
  readonly bare: number
}

/** The first batches warm up. */
const warmOf = (times: readonly Times[]): readonly Times[] => times.slice(Math.min(5, Math.floor(times.length / 4)))

function throughput(kind: string, times: readonly Times[]): Throughput {
  const [ours, bare] = [sum(times.map((time) => time.ours)), sum(times.map((time) => time.bare))]
  return {
    kind,
    perSecond: Math.round((1_000 * BATCH * times.length) / ours),
    barePerSecond: Math.round((1_000 * BATCH * times.length) / bare),
    ratio: ours / bare,
    medianRatio: median(times.map((time) => time.ours / time.bare)),
  }
}
