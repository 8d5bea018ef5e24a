import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Channel, Expected } from '@onetill/core'
import { readJson, rowName } from '@onetill/core/adapter'
import { readFixtures } from './fixture.ts'
import { toText } from './json-text.ts'
import { assertWhole, mapText, statusDecision } from './mapped.ts'
import { mutate, mutations, readHints } from './mutation.ts'
import type { AdapterSuite } from './suite.ts'

/** Options of `fuzzAdapter`. */
export interface FuzzOptions {
  /**
   * Executions.
   * @default the environment's ONETILL_FUZZ_RUNS, else 34000
   */
  readonly runs?: number
  /**
   * Start of the random row; the same one gives the same answers.
   * @default the environment's ONETILL_FUZZ_SEED, else 1
   */
  readonly seed?: number
}

/** The machine-readable summary of a fuzz run. */
export interface FuzzCounted {
  readonly provider: string
  readonly seed: number
  readonly executions: number
  /** Sessions and events: answers that certainly got past the native schema. */
  readonly past: number
  /** Rows of the status table that decided an answer, of how many. */
  readonly rows: readonly [hit: number, all: number]
  readonly errors: Readonly<Record<string, number>>
}

const RUNS = 34_000
/** The least share of answers that has to get past the native schema. */
const PAST = 0.5
const EXPECTED: readonly (Expected | null)[] = [
  null,
  null,
  { amount: { value: '100.00', currency: 'USD' }, reference: null },
  { amount: { value: '1', currency: 'JPY' }, reference: 'order-1' },
]
const CHANNELS: readonly Channel[] = ['read', 'webhook', 'create', 'import']

/**
 * Registers one case that maps answers made from the fixtures by 1–4 structural mutations: each becomes a session that
 * the strict schema and its JSON form hold, or a `TillError`; nothing else is thrown. At least half get past the native
 * schema and every row of the status table decides one. Prints one line `onetill-fuzz {…}`.
 */
export function fuzzAdapter(suite: AdapterSuite, options: FuzzOptions = {}): void {
  const runs = options.runs ?? fromEnvironment('ONETILL_FUZZ_RUNS') ?? RUNS
  const seed = options.seed ?? fromEnvironment('ONETILL_FUZZ_SEED') ?? 1
  describe(`fuzz of ${suite.mapper.provider.id}`, () => {
    it(`${runs} mutated answers are sessions or typed errors, nothing else`, { timeout: 300_000 }, () => {
      const { counted, idle } = runFuzz(suite, { runs, seed })
      process.stdout.write(`\nonetill-fuzz ${JSON.stringify(counted)}\n`)
      expect(counted.past / counted.executions, 'share past the native schema').toBeGreaterThanOrEqual(PAST)
      expect(idle, 'rows that decided nothing').toEqual([])
    })
  })
}

/** The run itself. @throws {Error} with the smallest mutation found that gives neither a session nor a `TillError` */
export function runFuzz(
  suite: AdapterSuite,
  { runs, seed }: Required<FuzzOptions>,
): { readonly counted: FuzzCounted; readonly idle: readonly string[] } {
  const { mapper } = suite
  const fixtures = readFixtures(suite.fixtures).filter(({ kind }) => kind !== 'error')
  if (fixtures.length === 0) throw new Error('fixtures: there is no session to mutate; add a session.<status>.json')
  const hints = readHints(suite.hints ?? {})
  const rows = new Set<string>()
  const errors: Record<string, number> = {}
  let executions = 0
  let past = 0
  const execute = (text: string, via: Channel, expected: Expected | null): void => {
    executions++
    const mapped = mapText(mapper, text, { via, expected })
    assertWhole(mapped)
    if (mapped.kind === 'error') {
      errors[mapped.error.code] = (errors[mapped.error.code] ?? 0) + 1
      return
    }
    past++
    const row = statusDecision(mapper, readJson(text), { via })?.row
    if (typeof row === 'string') rows.add(row)
  }
  const property = fc.property(
    fc.constantFrom(...fixtures),
    fc.array(mutations, { minLength: 1, maxLength: 4 }),
    fc.nat({ max: 19 }),
    fc.constantFrom(...EXPECTED),
    (fixture, changes, channel, expected) => {
      const native = changes.reduce((value, change) => mutate(value, change, hints), fixture.native)
      // Mostly the fixture's own channel: another one reads it as something it is not.
      execute(toText(native), CHANNELS[channel] ?? fixture.via, expected)
    },
  )
  fc.assert(property, { numRuns: runs, seed, endOnFailure: false })

  const all = [...new Set(mapper.statuses.rows.map(rowName))]
  const idle = all.filter((row) => !rows.has(row))
  const hit: FuzzCounted['rows'] = [all.length - idle.length, all.length]
  return { counted: { provider: mapper.provider.id, seed, executions, past, rows: hit, errors }, idle }
}

/** A whole number from the environment of the test run. */
function fromEnvironment(name: string): number | undefined {
  const text = process.env[name]
  if (text === undefined || text === '') return undefined
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} is no whole number`)
  return Number.parseInt(text, 10)
}
