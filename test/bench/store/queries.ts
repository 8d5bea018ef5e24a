import { strictEqual } from 'node:assert'
import type { SessionFilter, Store } from '@onetill/store'
import { RARE, referenceOf } from './fill.ts'
import { median, p95, timed } from './numbers.ts'
import { rows as ROWS } from './options.ts'
import type { Places } from './places.ts'
import { say } from './progress.ts'
import { idOf, timeOf } from './sessions.ts'

/** One question to the large store. */
export interface QueryTimes {
  readonly name: string
  /** Sessions of the page. */
  readonly found: number
  readonly p50: number
  readonly p95: number
}

const RUNS = 60

/** Filters by name; `run` numbers the repetitions, so that not the same page is asked for again and again. */
const FILTERS: Readonly<Record<string, (run: number) => SessionFilter>> = {
  'first page': () => ({}),
  provider: () => ({ provider: 'maash' }),
  account: () => ({ account: 'default' }),
  'account, few': () => ({ account: 'second' }),
  'account, old': () => ({ account: RARE.account }),
  'provider and account, old': () => ({ provider: 'maven', account: RARE.account }),
  'environment, unknown': () => ({ environment: 'unknown' }),
  'environment, old': () => ({ environment: RARE.environment }),
  'environment, none': () => ({ environment: 'live' }),
  status: () => ({ status: 'paid' }),
  'status, old': () => ({ status: RARE.status }),
  'status, none': () => ({ status: 'no_charge' }),
  summary: () => ({ summary: 'paid' }),
  'summary, few': () => ({ summary: 'failed' }),
  currency: () => ({ currency: 'USD' }),
  'currency, old': () => ({ currency: RARE.amount[1] }),
  'amount, many': () => ({ currency: 'USD', amountFrom: '20', amountTo: '30' }),
  'amount, none': () => ({ currency: 'USD', amountFrom: '26', amountTo: '27' }),
  'amount, from': () => ({ currency: 'EUR', amountFrom: '1000' }),
  from: (run) => ({ from: timeOf(ROWS - 10 * run) }),
  to: (run) => ({ to: timeOf((run * ROWS) / RUNS) }),
  'from and to': (run) => ({ from: timeOf((run * ROWS) / RUNS), to: timeOf((run * ROWS) / RUNS + 500) }),
  reference: (run) => ({ reference: referenceOf(run * 101) }),
  'attention, yes': () => ({ attention: true }),
  'attention, no': () => ({ attention: false }),
  'text of one, an old id': (run) => ({ text: idOf(run * 101) }),
  'text of one, a new reference': (run) => ({ text: referenceOf(ROWS - 1 - run * 101).slice(2) }),
  'text of none': (run) => ({ text: `nobody ${run}` }),
  'text of all': () => ({ text: 'order-' }),
  'text of all, inside': () => ({ text: 'rder-' }),
}

/** What must be found: a fast answer that is wrong is none. */
const FOUND: Readonly<Record<string, number>> = {
  ...{ 'first page': 50, 'status, old': 40, 'status, none': 0, reference: 1, 'amount, many': 50, 'amount, none': 0 },
  ...{ 'text of one, an old id': 1, 'text of one, a new reference': 1, 'text of none': 0, 'text of all': 50 },
  ...{ 'attention, yes': 50, 'text of all, inside': 50, 'environment, none': 0 },
}

export async function measureQueries({ name: engine }: Places, store: Store): Promise<readonly QueryTimes[]> {
  const found: QueryTimes[] = []
  const add = async (name: string, ask: (run: number) => Promise<number>) => {
    const times: number[] = []
    let count = 0
    for (let run = 1; run <= RUNS; run++)
      times.push(
        await timed(async () => {
          count = await ask(run)
        }),
      )
    found.push({ name, found: count, p50: median(times), p95: p95(times) })
    say(`${engine}: ${name}: p50 ${median(times).toFixed(1)} ms, p95 ${p95(times).toFixed(1)} ms, ${count} found`)
    if (ROWS >= 50_000 && FOUND[name] !== undefined && (ROWS >= 1_000_000 || FOUND[name] < 2))
      strictEqual(count, FOUND[name])
  }
  for (const [name, filter] of Object.entries(FILTERS))
    await add(name, async (run) => (await store.list(filter(run))).sessions.length)
  await add('totals', async () => (await store.totals()).length)
  return found
}
