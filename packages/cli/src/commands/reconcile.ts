import { isTillError } from '@onetill/core'
import type { Finding, Result } from '@onetill/reconcile'
import type { CliContext } from '../context.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { usageError } from '../failure.ts'
import { jsonText, printable } from '../output/printable.ts'
import { failsOn } from '../reconcile/fail-on.ts'
import { keepResult } from '../reconcile/keep.ts'
import { type LimitOptions, toLimits } from '../reconcile/limits.ts'
import { type ResultFormat, toFormat, writePieces, writeWhole } from '../reconcile/output.ts'
import { type MapOptions, toRules } from '../reconcile/rules.ts'
import { checkShared, type SharedOptions, sharedRun } from '../reconcile/shared-run.ts'
import { type OpenSide, openSide, type SIDE_FORMATS, type SideName } from '../reconcile/sides.ts'
import { since as sinceOf } from '../reconcile/since.ts'
import { createSteps, type Steps } from '../reconcile/steps.ts'
import { storyLines } from '../reconcile/story.ts'
import { summaryLines } from '../reconcile/summary.ts'
import { createTop } from '../reconcile/top.ts'
import { wholeNumber } from './numbers.ts'
import { toTime } from './store-filter.ts'

/** Options of `onetill reconcile`, as typed. */
export interface ReconcileCommandOptions extends SharedOptions, LimitOptions, MapOptions {
  readonly left: string
  readonly right: string
  readonly leftFormat?: (typeof SIDE_FORMATS)[number]
  readonly rightFormat?: (typeof SIDE_FORMATS)[number]
  readonly rules?: string
  readonly since?: string
  readonly format?: ResultFormat
  readonly json?: boolean
  readonly out?: string
  readonly explain?: string
  readonly failOn: string
  readonly keep?: boolean
}

/** Exit codes that mean something else here than elsewhere; DESIGN: reconcile. */
export const RECONCILE_EXIT_CODES = {
  clean: { code: 0, meaning: 'clean' },
  findings: { code: 1, meaning: 'there are findings of the kind --fail-on names' },
  input: { code: 2, meaning: 'bad input: a side, the rules or an option; rows that are set aside are findings' },
  unbalanced: { code: 3, meaning: 'the sums do not add up: a defect of the comparison' },
} as const

type Library = typeof import('@onetill/reconcile')

/** Compares two sides and prints what differs. */
export async function reconcileCommand(options: ReconcileCommandOptions, context: CliContext): Promise<number> {
  const format = options.json === true ? 'json' : toFormat(options.format, options.out)
  if (options.left === '-' && options.right === '-') throw usageError('--left and --right cannot both be stdin')
  if (options.since !== undefined && format === 'json')
    throw usageError('--since with --format json: the canonical JSON is of everything; take --format ndjson')
  const since = options.since === undefined ? null : toTime('--since', options.since)
  const asOf = toTime('--as-of', options.asOf ?? '0m')
  if (options.keep === true && options.explain !== undefined)
    throw usageError('--explain only looks; keep the run without it')
  checkShared(options, context)
  const limits = toLimits(options)
  const shards =
    options.shards === undefined ? {} : { shards: wholeNumber(options.shards, '--shards', { from: 1, to: 256 }) }
  const library = await import('@onetill/reconcile')
  const fails = failsOn(options.failOn, Object.keys(library.CODES) as (keyof Library['CODES'])[])
  const rules = await toRules(options.rules, options, library)

  const steps = createSteps(context)
  const open: OpenSide[] = []
  const { store, config } = options
  const choice = { ...(store === undefined ? {} : { store }), ...(config === undefined ? {} : { config }) }
  const side = async (name: SideName): Promise<OpenSide> => {
    const from = { ...choice, from: options[name], format: options[`${name}Format`], onRead: steps.onRead }
    const opened = await openSide(name, from, context)
    open.push(opened)
    return opened
  }
  try {
    const [left, right] = [await side('left'), await side('right')]
    const names = { left: left.name, right: right.name }
    const sides = { left: left.side, right: right.side }
    const { signal } = context
    const { onProgress, onShared } = steps
    const whole =
      options.distributed === true
        ? await sharedRun({ left, right, rules, asOf, limits, ...shards, options, onProgress: onShared }, context)
        : await library
            .reconcile({ ...sides, rules, asOf, ...shards, ...limits, onProgress, signal })
            .catch((error: unknown) => hinted(error, context))
    let isUsed = false
    try {
      const code = await use(whole)
      isUsed = true
      return code
    } finally {
      // What others have worked on stays until it has come to something.
      if (isUsed || options.distributed !== true) await whole.close()
    }

    async function use(all: Result): Promise<number> {
      const result = since === null ? all : await sinceOf(all, since)
      if (options.explain !== undefined) return explainOne(options.explain, format, result, library, context)
      const seen = await lookThrough(result, fails)
      await put({ ...options, format, names, since, top: seen.top }, result, library, steps, context)
      if (options.keep === true) await keepResult({ result: all, sides: open, choice }, context)
      if (result.summary.verdict === 'unbalanced') return RECONCILE_EXIT_CODES.unbalanced.code
      return RECONCILE_EXIT_CODES[seen.failing ? 'findings' : 'clean'].code
    }
  } finally {
    steps.end()
    for (const { close } of open) await close()
  }
}

function hinted(error: unknown, { report }: CliContext): never {
  const { cause } = isTillError(error) ? error : { cause: null }
  if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'OUT_OF_MEMORY')
    report('it did not fit into the memory it may use, also in 256 parts; give it more with --memory 4GB')
  throw error
}

async function lookThrough(
  result: Result,
  fails: (finding: Finding) => boolean,
): Promise<{ readonly failing: boolean; readonly top: readonly Finding[] }> {
  const top = createTop()
  let failing = false
  for await (const finding of result.findings()) {
    top.put(finding)
    failing ||= fails(finding)
  }
  return { failing, top: top.list() }
}

interface Putting {
  readonly format: ResultFormat
  readonly out?: string
  readonly names: { readonly left: string; readonly right: string }
  readonly since: string | null
  readonly top: readonly Finding[]
}

/** Writes the result where it is wanted; beside a file a person gets the summary. */
async function put(
  { format, out: path, names, since, top }: Putting,
  result: Result,
  library: Library,
  steps: Steps,
  context: CliContext,
): Promise<void> {
  const { out, terminal, signal } = context
  const { CODES: codes } = library
  const counted: Result = {
    ...result,
    findings: () => watched(result, (count) => steps.writing(count, result.summary.findings), signal),
  }
  const summary = (forTerminal: typeof terminal): string =>
    `${summaryLines({ result, codes, names, top, since }, forTerminal).join('\n')}\n`
  const pieces = (): AsyncIterable<string> => {
    if (format === 'json') return result.canonical()
    if (format === 'html') return library.html(counted, { names })
    if (format === 'csv') return library.csv(counted)
    if (format === 'md') return library.markdown(counted)
    return library.ndjson(counted)
  }
  if (path === undefined) {
    if (format === 'table') {
      steps.end()
      await out.write(summary(terminal))
    } else
      for await (const piece of pieces()) {
        signal.throwIfAborted()
        await out.write(piece)
      }
    return out.flush()
  }
  await writeWhole(
    path,
    (part) => {
      if (format === 'parquet') return library.parquet(counted, part)
      if (format === 'table') return writePieces(part, once(summary({ ...terminal, color: false })), signal)
      return writePieces(part, pieces(), signal)
    },
    signal,
  )
  steps.end()
  context.report(`${printable(path)} is written`)
  await out.write(summary(terminal))
  await out.flush()
}

async function* once(text: string): AsyncIterable<string> {
  yield text
}

async function* watched(result: Result, tell: (count: number) => void, signal: AbortSignal): AsyncIterable<Finding> {
  let count = 0
  for await (const finding of result.findings()) {
    if (++count % 500 === 0) {
      signal.throwIfAborted()
      tell(count)
    }
    yield finding
  }
}

/** `--explain`: the finding whose id begins so. */
async function explainOne(
  id: string,
  format: ResultFormat,
  result: Result,
  { explain }: Library,
  { out, terminal }: CliContext,
): Promise<number> {
  if (!/^[0-9a-f]{4,32}$/.test(id)) throw usageError('--explain: expected an id, or its first four digits or more')
  const found: Finding[] = []
  for await (const finding of result.findings()) if (finding.id.startsWith(id)) found.push(finding)
  const [finding] = found
  if (finding === undefined)
    throw usageError(`--explain: no finding has the id ${id}; it may be settled. List them with --format ndjson`)
  if (found.length > 1)
    throw usageError(`--explain: ${found.length} findings begin with ${id}; give more of it, e.g. ${finding.id}`)
  const explanation = explain(finding, result.rules)
  const names = new Set([...finding.left, ...finding.right].flatMap(({ key, reference }) => [key ?? reference ?? null]))
  const rows = result.quarantine.filter(
    ({ reason, key, reference }) => reason === finding.reason && names.has(key ?? reference),
  )
  const text =
    format === 'table' || format === 'md'
      ? storyLines(explanation, rows, terminal).join('\n')
      : jsonText({ ...explanation, quarantine: rows }, 2)
  await out.write(`${text}\n`)
  await out.flush()
  return EXIT_CODES.ok.code
}
