// The board with a million sessions, on SQLite and PostgreSQL: pages under load, their size, and what the server costs.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { addHistory } from './board/lively.ts'
import { ask, CONCURRENCY, measure, type QuestionTimes } from './board/load.ts'
import { QUESTIONS } from './board/questions.ts'
import { type Cost, serveBoard } from './board/server.ts'
import { fill } from './store/fill.ts'
import { rows } from './store/options.ts'
import { type Place, type Places, postgresPlaces, sqlitePlaces } from './store/places.ts'
import { say } from './store/progress.ts'

/** p95 of each question; gzip of the first page; resident memory of the server; delay of its event loop, on SQLite. */
const TARGETS = { questionMs: 100, firstPageBytes: 30_000, memoryMb: 250, sqliteLoopP99Ms: 50 }
const REQUESTS = process.argv.includes('--quick') ? 64 : 320

interface Result {
  readonly engine: string
  readonly questions: readonly (QuestionTimes & Pick<Cost, 'loopP99Ms'>)[]
  /** From the start of the process until its first page was there; all changes are behind it by then. */
  readonly firstAnswerMs: number
  readonly firstPageBytes: number
  readonly memoryMb: number
  /** Of the worst question. */
  readonly loopP99Ms: number
}

const served = process.argv.indexOf('--serve')
// The parent writes it.
if (served > 0) await serveBoard(JSON.parse(process.argv[served + 1] ?? '') as Place)
else await main()

async function main(): Promise<void> {
  const results: Result[] = []
  const all = [sqlitePlaces(), await postgresPlaces()]
  try {
    for (const places of all)
      if (places === null) say('no PostgreSQL server was found: nothing is measured on it')
      else results.push(await measureOn(places))
  } finally {
    for (const places of all) await places?.remove()
  }
  report(results)
}

async function measureOn(places: Places): Promise<Result> {
  const place = places.place('board')
  await fill(places, place)
  await addHistory(places.name, place)
  const start = performance.now()
  const server = spawn(process.execPath, [process.argv[1] ?? '', '--serve', JSON.stringify(place)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    const [{ port }] = (await once(server, 'message')) as [{ readonly port: number }]
    const url = `http://127.0.0.1:${port}`
    const { text } = await ask(url)
    const firstAnswerMs = performance.now() - start
    say(`${places.name}: first answer after ${firstAnswerMs.toFixed(0)} ms`)
    await costOf(server)
    const questions: Result['questions'][number][] = []
    for (const question of QUESTIONS) {
      const times = await measure(url, question, REQUESTS)
      const { loopP99Ms } = await costOf(server)
      questions.push({ ...times, loopP99Ms })
      say(`${places.name}: ${line({ ...times, loopP99Ms })}`)
    }
    const { memoryMb } = await costOf(server)
    const loopP99Ms = Math.max(...questions.map((each) => each.loopP99Ms))
    return { engine: places.name, questions, firstAnswerMs, firstPageBytes: gzipSync(text).length, memoryMb, loopP99Ms }
  } finally {
    const ended = once(server, 'exit')
    server.kill()
    await ended
  }
}

async function costOf(server: ChildProcess): Promise<Cost> {
  server.send('cost')
  const [cost] = (await once(server, 'message')) as [Cost]
  return cost
}

function line({ kind, name, p50, p95, perSecond, loopP99Ms }: Result['questions'][number]): string {
  const ms = (value: number): string => `${value.toFixed(1).padStart(7)} ms`
  return `${`${kind}: ${name}`.padEnd(40)} p50 ${ms(p50)}  p95 ${ms(p95)}  ${String(perSecond).padStart(5)}/s  loop p99 ${ms(loopP99Ms)}`
}

function report(results: readonly Result[]): void {
  if (process.argv.includes('--json')) {
    const summary = { bench: 'board', node: process.version, rows, concurrency: CONCURRENCY, targets: TARGETS, results }
    process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`)
  } else
    for (const { engine, questions, firstAnswerMs, firstPageBytes, memoryMb, loopP99Ms } of results) {
      console.log(`\n${engine}, ${rows} sessions, ${CONCURRENCY} requests at once`)
      for (const each of questions) console.log(line(each))
      console.log(`first answer after ${firstAnswerMs.toFixed(0)} ms, first page ${firstPageBytes} bytes with gzip`)
      console.log(`memory ${memoryMb.toFixed(0)} MB, event loop p99 ${loopP99Ms.toFixed(1)} ms at worst`)
    }
  for (const text of results.flatMap(missed)) process.stderr.write(`over its target: ${text}\n`)
}

function missed({ engine, questions, firstPageBytes, memoryMb, loopP99Ms }: Result): readonly string[] {
  return [
    ...questions
      .filter(({ p95 }) => p95 > TARGETS.questionMs)
      .map(({ kind, name, p95 }) => `${kind}: ${name}: p95 ${p95.toFixed(1)} ms`),
    ...(firstPageBytes > TARGETS.firstPageBytes ? [`first page: ${firstPageBytes} bytes`] : []),
    ...(memoryMb > TARGETS.memoryMb ? [`memory: ${memoryMb.toFixed(0)} MB`] : []),
    ...(engine === 'sqlite' && loopP99Ms > TARGETS.sqliteLoopP99Ms
      ? [`event loop p99: ${loopP99Ms.toFixed(1)} ms`]
      : []),
  ].map((text) => `${engine}: ${text}`)
}
