// A comparison with every class, finding and sum, over the bare join of the same files in DuckDB, and its peers.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { type Format, makeFiles } from './reconcile/data.ts'
import { measure, type Run } from './reconcile/measure.ts'
import { formats, folder as given, memory, ROWS, threads } from './reconcile/options.ts'
import { type Answer, runProgram, type Work } from './reconcile/programs.ts'
import { median } from './store/numbers.ts'
import { say } from './store/progress.ts'

/** Ours over bare; peak of all processes with 10 M rows a side; time of 10 M over that of 1 M. */
const TARGETS = { ratio: 3, peakBytes: 2 * 1024 ** 3, growth: 12 }
const LARGE = 10_000_000
/** Ours and bare take turns; a large one once. */
const turns = (rows: number): number => (rows > 2_000_000 ? 1 : 3)

interface Result {
  readonly rows: number
  readonly format: Format
  readonly seconds: number
  readonly bareSeconds: number
  readonly ratio: number
  readonly peakMiB: number | null
  readonly barePeakMiB: number | null
  readonly findings: number
  readonly codes: number
  /** `sort | join` of coreutils, and a plain map in JavaScript; only of CSV. */
  readonly sortJoinSeconds: number | null
  readonly mapSeconds: number | null
}

const order = process.argv.indexOf('--program')
if (order > 0) {
  const answer = await runProgram(JSON.parse(process.argv[order + 1] ?? '') as Work)
  process.stdout.write(JSON.stringify(answer))
} else await bench()

async function bench(): Promise<void> {
  const folder = given === '' ? mkdtempSync(join(tmpdir(), 'onetill-bench-reconcile-')) : given
  mkdirSync(folder, { recursive: true })
  const results: Result[] = []
  try {
    for (const rows of ROWS) for (const format of formats) results.push(await compared(folder, rows, format))
  } finally {
    if (given === '') rmSync(folder, { recursive: true, force: true })
  }
  report(results)
}

async function compared(folder: string, rows: number, format: Format): Promise<Result> {
  say(`${format}, ${rows} rows a side: making the files`)
  const files = await makeFiles(folder, format, rows)
  const work = (program: Work['program']): Work => ({ program, format, files, folder, memory, threads })
  const run = async (program: Work['program']): Promise<Run & { readonly answer: Answer }> => {
    const done = await measure(process.execPath, [process.argv[1] ?? '', '--program', JSON.stringify(work(program))])
    say(`${format}, ${rows}: ${program} ${(done.ms / 1000).toFixed(2)} s`)
    return { ...done, answer: JSON.parse(done.output) as Answer }
  }
  type Done = Awaited<ReturnType<typeof run>>
  const ours: Done[] = []
  const bare: Done[] = []
  for (let turn = 0; turn < turns(rows); turn++) {
    bare.push(await run('bare'))
    ours.push(await run('ours'))
  }
  const answer: Answer = ours[0]?.answer ?? {}
  // A fast answer that is wrong is none.
  if (answer.verdict !== 'findings' || answer.remainders?.some((text) => /[1-9]/.test(text)) !== false)
    throw new Error(`the comparison is wrong: ${JSON.stringify(answer)}`)
  const peak = (runs: readonly Run[]): number | null => {
    const peaks = runs.flatMap(({ peakBytes }) => peakBytes ?? [])
    return peaks.length === 0 ? null : Math.round(Math.max(...peaks) / 1024 ** 2)
  }
  return {
    ...{ rows, format },
    seconds: median(ours.map(({ ms }) => ms)) / 1000,
    bareSeconds: median(bare.map(({ ms }) => ms)) / 1000,
    ratio: median(ours.map(({ ms }, turn) => ms / (bare[turn]?.ms ?? Number.NaN))),
    peakMiB: peak(ours),
    barePeakMiB: peak(bare),
    findings: answer.findings ?? 0,
    codes: answer.codes ?? 0,
    sortJoinSeconds: format === 'csv' ? await sortJoin(files.left, files.right, folder) : null,
    mapSeconds: format === 'csv' && rows <= 1_000_000 ? (await run('map')).ms / 1000 : null,
  }
}

async function sortJoin(left: string, right: string, folder: string): Promise<number | null> {
  if (process.platform === 'win32') return null
  const sorted = (path: string): string =>
    `<(tail -n +2 '${path}' | sort -t, -k1,1 -S 512M -T '${folder}' --parallel=${threads})`
  const script = `join -t, -a1 -a2 -o 0,1.4,2.4,1.3,2.3 ${sorted(left)} ${sorted(right)} > '${folder}/joined.csv'`
  const { ms } = await measure('bash', ['-c', script], { LC_ALL: 'C' })
  say(`sort | join ${(ms / 1000).toFixed(2)} s`)
  return ms / 1000
}

function report(results: readonly Result[]): void {
  const growth = formats.flatMap((format) => {
    const of = (rows: number): Result | undefined => results.find((one) => one.rows === rows && one.format === format)
    const [small, large] = [of(LARGE / 10), of(LARGE)]
    return small === undefined || large === undefined ? [] : [{ format, growth: large.seconds / small.seconds }]
  })
  if (process.argv.includes('--json'))
    process.stdout.write(
      `${JSON.stringify({ bench: 'reconcile', node: process.version, memory, threads, targets: TARGETS, results, growth }, null, 2)}\n`,
    )
  else
    for (const { rows, format, seconds, bareSeconds, ratio, peakMiB, findings, codes, ...peers } of results) {
      console.log(
        `${format.padEnd(8)} ${rows} × ${rows}: ${seconds.toFixed(2)} s, bare ${bareSeconds.toFixed(2)} s: ${ratio.toFixed(2)} times; ${findings} findings of ${codes} codes, peak ${peakMiB} MiB`,
      )
      if (peers.sortJoinSeconds !== null) console.log(`         sort | join ${peers.sortJoinSeconds.toFixed(2)} s`)
      if (peers.mapSeconds !== null) console.log(`         a map in JavaScript ${peers.mapSeconds.toFixed(2)} s`)
    }
  const missed = [
    ...results
      .filter(({ ratio }) => ratio > TARGETS.ratio)
      .map((one) => `${one.format} ${one.rows}: ratio ${one.ratio.toFixed(2)}`),
    ...results
      .filter(({ rows, peakMiB }) => rows >= LARGE && (peakMiB ?? 0) * 1024 ** 2 > TARGETS.peakBytes)
      .map((one) => `${one.format} ${one.rows}: ${one.peakMiB} MiB`),
    ...growth
      .filter((one) => one.growth > TARGETS.growth)
      .map((one) => `${one.format}: growth ${one.growth.toFixed(1)}`),
  ]
  for (const line of missed) process.stderr.write(`over its target: ${line}\n`)
}
