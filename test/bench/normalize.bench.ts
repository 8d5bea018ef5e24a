// What it costs to turn an answer's text into a session, over `JSON.parse` of the same text. Every text runs in a
// process of its own, the peers in another, as no application runs them beside ours; the functions alternate in rounds,
// and a ratio is the median of the rounds' ratios. Ours runs in seven processes, since what the engine compiles differs
// from one to the next; their median counts. The targets are for an application in one file, as bundlers write it; the
// same with every package in files of its own costs a little more, because engines compile across files less well.
import { deepStrictEqual } from 'node:assert'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'
import { type CheckoutSession, isTillError, type Mapper, normalize } from '@onetill/core'
import { jwtCheckoutMapper } from '@onetill/jwt-checkout'
import { maashMapper } from '@onetill/maash'
import { mavenMapper } from '@onetill/maven'
import { jwtCheckout as jwtCheckoutSchema, maash as maashSchema, maven as mavenSchema } from './peer-schemas.ts'
import { jwtCheckoutByHand, maashByHand, mavenByHand } from './peers.ts'
import { type TextName, variants } from './variants.ts'

const AT = '2026-11-20T12:00:00.000Z'
const PROGRAM = process.argv[1] ?? ''
const QUICK = process.argv.includes('--quick')
const PROCESSES = QUICK ? 3 : 7
const ROUNDS = QUICK ? 3 : 5
const BATCHES = 9
const CALLS = 2_000
/** The targets: `ratio` and `ratioValidated`, the mean of the first three and the most of any. */
const TARGETS = { ratio: { mean: 1.5, most: 1.65 }, ratioValidated: { mean: 1.85, most: 2.15 } }
const IN_MEAN: readonly TextName[] = ['maven', 'maash-example', 'jwt-checkout']

interface Subject {
  readonly mapper: Mapper
  readonly byHand: (native: unknown) => CheckoutSession
  readonly byZod: (native: unknown) => CheckoutSession
}

const maash: Subject = {
  mapper: maashMapper,
  byHand: (native) => maashByHand(native as never, AT),
  byZod: (native) => maashByHand(maashSchema.parse(native), AT),
}
const SUBJECTS: Readonly<Record<TextName, Subject>> = {
  maven: {
    mapper: mavenMapper,
    byHand: (native) => mavenByHand(native as never, AT),
    byZod: (native) => mavenByHand(mavenSchema.parse(native), AT),
  },
  'maash-example': maash,
  'maash-compact': maash,
  'maash-large': maash,
  'jwt-checkout': {
    mapper: jwtCheckoutMapper,
    byHand: (native) => jwtCheckoutByHand(native as never, AT),
    byZod: (native) => jwtCheckoutByHand(jwtCheckoutSchema.parse(native), AT),
  },
}

type Measured = Readonly<Record<string, () => unknown>>

interface Row {
  readonly text: TextName
  readonly bytes: number
  readonly parseNs: number
  readonly ratio: number
  readonly ratioValidated: number
  readonly separateFiles: Pick<Row, 'ratio' | 'ratioValidated'>
  readonly zodRatio: number
  readonly handRatio: number
}

const texts = join(import.meta.dirname, 'fixtures')
const read = (file: string): string => readFileSync(join(texts, file), 'utf8')
/** The documents' example stands as they print it, indented; `maash-compact` is the same as a server would send it. */
const textOf = (name: TextName): string =>
  name === 'maash-compact' ? JSON.stringify(JSON.parse(read('maash-example.json'))) : read(`${name}.json`)
const [argument, part] = process.argv.slice(2)
if (argument !== undefined && argument in SUBJECTS) {
  process.stdout.write(JSON.stringify(measureText(argument as TextName, part === 'peers')))
} else {
  const whole = await bundle()
  report(
    Object.keys(SUBJECTS).map((name) => {
      const { ratio, ratioValidated } = runOften(name, PROGRAM)
      return { ...runAlone(name, whole, 'peers'), ...runOften(name, whole), separateFiles: { ratio, ratioValidated } }
    }),
  )
}

/** This program with everything it imports in one file. */
async function bundle(): Promise<string> {
  const outfile = PROGRAM.replace(/\.mjs$/, '-whole.mjs')
  await build({ entryPoints: [PROGRAM], outfile, bundle: true, format: 'esm', platform: 'node', external: ['esbuild'] })
  return outfile
}

/** The median process of each number. */
function runOften(name: string, program: string): Row {
  const rows = Array.from({ length: PROCESSES }, () => runAlone(name, program, 'ours'))
  const middle = (key: 'parseNs' | 'ratio' | 'ratioValidated') => median(rows.map((row) => row[key]))
  return {
    ...(rows[0] as Row),
    parseNs: middle('parseNs'),
    ratio: middle('ratio'),
    ratioValidated: middle('ratioValidated'),
  }
}

function runAlone(name: string, program: string, part: string): Row {
  const child = spawnSync(process.execPath, [program, name, part, ...(QUICK ? ['--quick'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.status !== 0) process.exit(1)
  return JSON.parse(child.stdout.toString())
}

function measureText(name: TextName, peers: boolean): Partial<Row> {
  const { mapper, byHand, byZod } = SUBJECTS[name]
  const text = textOf(name)
  assertAnswers(name, mapper, text)
  if (peers) deepStrictEqual(byHand(JSON.parse(text)), normalize(mapper, text, { at: AT }))
  const ours: Measured = {
    parse: () => JSON.parse(text),
    normalize: () => normalize(mapper, text, { at: AT }),
    validated: () => normalize(mapper, text, { at: AT, validate: true }),
  }
  const others: Measured = {
    parse: () => JSON.parse(text),
    byZod: () => byZod(JSON.parse(text)),
    byHand: () => byHand(JSON.parse(text)),
  }
  const rounds: Record<string, number>[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const times: Record<string, number> = {}
    for (const [key, run] of Object.entries(peers ? others : ours)) times[key] = nanoseconds(run)
    // The first round warms up.
    if (round > 0) rounds.push(times)
  }
  const of = (key: string) => median(rounds.map((times) => (times[key] ?? Number.NaN) / (times['parse'] ?? Number.NaN)))
  if (peers) return { zodRatio: of('byZod'), handRatio: of('byHand') }
  return {
    text: name,
    bytes: Buffer.byteLength(text),
    parseNs: Math.round(median(rounds.map(({ parse = Number.NaN }) => parse))),
    ratio: of('normalize'),
    ratioValidated: of('validated'),
  }
}

/**
 * The median of batches: garbage collection is in it, a pause of the machine is not. A loop of our own, because the
 * library's allocates 8 MiB for every measurement, and the marking that follows is paid by whatever allocates.
 */
function nanoseconds(run: () => unknown): number {
  const batches = Array.from({ length: BATCHES }, () => {
    const start = process.hrtime.bigint()
    for (let call = 0; call < CALLS; call++) run()
    return Number(process.hrtime.bigint() - start) / CALLS
  })
  return median(batches)
}

/** A shortcut must not be timed: the results, and the answers to three broken variants, are what the tests say. */
function assertAnswers(name: TextName, mapper: Mapper, text: string): void {
  const expected = JSON.parse(read(`${name === 'maash-compact' ? 'maash-example' : name}.session.json`))
  for (const validate of [false, true]) {
    deepStrictEqual(JSON.parse(JSON.stringify(normalize(mapper, text, { at: AT, validate }))), expected)
    for (const { text: variant, path, money } of variants(name, text)) {
      if (money === undefined)
        deepStrictEqual(
          pathOfError(() => normalize(mapper, variant, { at: AT, validate })),
          path,
        )
      else deepStrictEqual(moneyAt(normalize(mapper, variant, { at: AT, validate }), path), money)
    }
  }
}

function pathOfError(run: () => unknown): string | undefined {
  try {
    run()
    return 'no error'
  } catch (error) {
    return isTillError(error) && error.code === 'invalid_response' ? error.issues[0]?.path : String(error)
  }
}

function moneyAt(session: CheckoutSession, path: string): unknown {
  return path === 'amount' ? session.amount?.value : session.refunds?.[0]?.amount.value
}

function report(rows: readonly Row[]): void {
  const mean = (key: 'ratio' | 'ratioValidated') =>
    geometricMean(rows.filter(({ text }) => IN_MEAN.includes(text)).map((row) => row[key]))
  const inFiles = rows.filter(({ text }) => IN_MEAN.includes(text)).map(({ separateFiles }) => separateFiles)
  const summary = {
    mean: { ratio: mean('ratio'), ratioValidated: mean('ratioValidated') },
    targets: TARGETS,
    meanOfSeparateFiles: {
      ratio: geometricMean(inFiles.map(({ ratio }) => ratio)),
      ratioValidated: geometricMean(inFiles.map(({ ratioValidated }) => ratioValidated)),
    },
  }
  if (process.argv.includes('--json')) {
    process.stdout.write(
      `${JSON.stringify({ bench: 'normalize', node: process.version, rows, ...summary }, null, 2)}\n`,
    )
  } else {
    const cell = (value: number) => value.toFixed(2).padStart(10)
    console.log('over JSON.parse     bytes  parse ns     ratio validated  zod+hand   by hand')
    for (const row of rows) {
      const { text, bytes, parseNs, ratio, ratioValidated, zodRatio, handRatio } = row
      const ratios = [ratio, ratioValidated, zodRatio, handRatio].map(cell).join('')
      console.log(`${text.padEnd(17)}${String(bytes).padStart(8)}${String(parseNs).padStart(10)}${ratios}`)
    }
    const means = ({ ratio, ratioValidated }: Row['separateFiles']) => cell(ratio) + cell(ratioValidated)
    console.log(`mean of ${IN_MEAN.join(', ')}: ${means(summary.mean)}`)
    console.log(`the same, every package in its own files: ${means(summary.meanOfSeparateFiles)}`)
  }
  for (const key of ['ratio', 'ratioValidated'] as const) {
    const most = Math.max(...rows.filter(({ text }) => text !== 'maash-compact').map((row) => row[key]))
    if (mean(key) <= TARGETS[key].mean && most <= TARGETS[key].most) continue
    process.stderr.write(`${key} is over its target: mean ${mean(key).toFixed(3)}, most ${most.toFixed(3)}\n`)
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length)
}
