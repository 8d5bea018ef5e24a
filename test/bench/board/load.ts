import { strictEqual } from 'node:assert'
import { Agent, get } from 'node:http'
import { median, p95 } from '../store/numbers.ts'
import type { Question } from './questions.ts'

/** Requests at the same time. */
export const CONCURRENCY = 8
const WARM_UP = 32

/** Times of one question under load. */
export interface QuestionTimes {
  readonly kind: Question['kind']
  readonly name: string
  readonly p50: number
  readonly p95: number
  readonly perSecond: number
}

const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY })

/** Status and text of an answer, as a browser asks for a page. */
export function ask(url: string): Promise<{ readonly status: number | undefined; readonly text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { accept: 'text/html' } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(chunks).toString() }))
      answer.on('error', reject)
    }).on('error', reject)
  })
}

/** Asks a question again and again, eight at a time; a fast answer that is wrong is none. */
export async function measure(
  url: string,
  { kind, name, path, has }: Question,
  requests: number,
): Promise<QuestionTimes> {
  const times: number[] = []
  let run = 0
  const started = performance.now()
  let measured = started
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (run < requests + WARM_UP) {
        run += 1
        const mine = run
        if (mine === WARM_UP) measured = performance.now()
        const start = performance.now()
        const { status, text } = await ask(url + path(mine))
        const ms = performance.now() - start
        strictEqual(status, 200, `${name}: ${text.slice(0, 300)}`)
        strictEqual(text.includes(has(mine)), true, `${name}: ${path(mine)} has no ${has(mine)}`)
        if (mine > WARM_UP) times.push(ms)
      }
    }),
  )
  const perSecond = Math.round((1_000 * times.length) / (performance.now() - measured))
  return { kind, name, p50: median(times), p95: p95(times), perSecond }
}
