// The store on SQLite and PostgreSQL: what `record` costs over its bare rows, and how fast it is with a million sessions.
import process from 'node:process'
import { measureDue } from './store/due.ts'
import { fill } from './store/fill.ts'
import { median, p95, timed } from './store/numbers.ts'
import { rows } from './store/options.ts'
import { openAt, type Place, type Places, postgresPlaces, sqlitePlaces } from './store/places.ts'
import { say } from './store/progress.ts'
import { measureQueries, type QueryTimes } from './store/queries.ts'
import { measureRecord, type Throughput } from './store/record.ts'

/** `record` over bare; claimed and completed in a second (PostgreSQL); p95 of a query; opening until the first answer. */
const TARGETS = { recordRatio: 2.5, claimsPerSecond: 10_000, queryMs: 50, openMs: 100 }
const OPENINGS = 20

interface Result {
  readonly engine: string
  readonly record: readonly Throughput[]
  readonly claimsPerSecond: number
  readonly queries: readonly QueryTimes[]
  /** p50 and p95 of opening an existing store until its first page is there. */
  readonly open: { readonly p50: number; readonly p95: number }
}

const results: Result[] = []
for (const places of [sqlitePlaces(), await postgresPlaces()]) {
  if (places === null) say('no PostgreSQL server was found: nothing is measured on it')
  else
    try {
      results.push(await measure(places))
    } finally {
      await places.remove()
    }
}
report()

async function measure(places: Places): Promise<Result> {
  const record = await measureRecord(places)
  const place = places.place('large')
  await fill(places, place)
  const open = await measureOpen(place)
  const store = await openAt(place)
  try {
    const queries = await measureQueries(places, store)
    return { engine: places.name, record, claimsPerSecond: await measureDue(store), queries, open }
  } finally {
    await store.close()
  }
}

async function measureOpen(place: Place): Promise<Result['open']> {
  const times: number[] = []
  for (let opening = 0; opening < OPENINGS; opening++) {
    const store = { close: async () => {} }
    times.push(
      await timed(async () => {
        const opened = await openAt(place)
        Object.assign(store, { close: opened.close })
        await opened.list()
      }),
    )
    await store.close()
  }
  return { p50: median(times), p95: p95(times) }
}

function report(): void {
  if (process.argv.includes('--json')) {
    const summary = { bench: 'store', node: process.version, rows, targets: TARGETS, results }
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`)
  } else
    for (const { engine, record, claimsPerSecond, queries, open } of results) {
      console.log(`\n${engine}, ${rows} sessions`)
      for (const { kind, perSecond, barePerSecond, ratio } of record)
        console.log(
          `record, ${kind.padEnd(10)} ${perSecond}/s, bare ${barePerSecond}/s: ${ratio.toFixed(2)} times its time`,
        )
      console.log(`claim and complete ${claimsPerSecond}/s`)
      console.log(`open to first page p95 ${open.p95.toFixed(1)} ms`)
      for (const { name, p50, p95, found } of queries)
        console.log(
          `${name.padEnd(30)} p50 ${p50.toFixed(1).padStart(7)} ms  p95 ${p95.toFixed(1).padStart(7)} ms  ${found} found`,
        )
    }
  for (const line of results.flatMap(missed)) process.stderr.write(`over its target: ${line}\n`)
}

function missed({ engine, record, claimsPerSecond, queries, open }: Result): readonly string[] {
  return [
    ...record
      .filter(({ ratio }) => ratio > TARGETS.recordRatio)
      .map(({ kind, ratio }) => `record, ${kind}: ${ratio.toFixed(2)}`),
    ...(engine !== 'sqlite' && claimsPerSecond < TARGETS.claimsPerSecond ? [`claims: ${claimsPerSecond}/s`] : []),
    ...queries.filter(({ p95 }) => p95 > TARGETS.queryMs).map(({ name, p95 }) => `${name}: ${p95.toFixed(1)} ms`),
    ...(engine === 'sqlite' && open.p95 > TARGETS.openMs ? [`open: ${open.p95.toFixed(1)} ms`] : []),
  ].map((line) => `${engine}: ${line}`)
}
