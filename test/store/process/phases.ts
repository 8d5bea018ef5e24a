import { writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import type { Order, Phase } from './orders.ts'

/** Long enough to be killed in. */
const STOP_MS = 5_000

/** One whole line on the standard output, at once: what was written is there also when the process is killed now. */
export const say = (line: string): void => {
  writeSync(1, `${line}\n`)
}

/** Says each phase as it begins; those in the database by the statement that is on its way. */
export function watchPhases(stop: Extract<Order, { program: 'endless' }>['stop']): (phase: Phase) => void {
  let last: Phase | null = null
  let times = 0
  const enter = (phase: Phase): void => {
    if (phase === last) return
    last = phase
    say(`phase ${phase}`)
    if (stop?.phase !== phase || ++times !== stop.time) return
    say('stopped')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STOP_MS)
  }
  const { postMessage } = Worker.prototype
  Worker.prototype.postMessage = function (message: { readonly sql?: string }, ...more: never[]) {
    postMessage.call(this, message, ...more)
    if (typeof message.sql === 'string') enter(phaseOf(message.sql))
  }
  const { query } = pg.Client.prototype
  Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...given: readonly unknown[]) {
    const answer: unknown = Reflect.apply(query, this, given)
    const [first] = given
    const text = typeof first === 'object' && first !== null && 'text' in first ? first.text : first
    if (typeof text === 'string') enter(phaseOf(text))
    return answer
  })
  return enter
}

function phaseOf(sql: string): Phase {
  if (/^\s*(?:begin|start)/i.test(sql)) return 'begin'
  if (/^\s*commit/i.test(sql)) return 'commit'
  return /^\s*(?:insert|update|delete)/i.test(sql) ? 'write' : 'read'
}
