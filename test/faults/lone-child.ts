// A program of its own in which nothing but one call of the client is under way.
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTill, type Fetch, isTillError } from '@onetill/core'
import { pinnedFetch } from '@onetill/core/node'
import { maven } from '@onetill/maven'

const [, , scenario = '', url = '', apiKey = ''] = process.argv
let saidAt = 0
const say = (word: string): void => {
  process.stdout.write(`${word}\n`)
  saidAt = performance.now()
}
// How long something held the process when all was said; the system's own part of the end is not counted.
process.on('exit', () => writeSync(1, `held ${Math.round(performance.now() - saidAt)}`))

const till = (limits: { readonly requests?: number; readonly fetch?: Fetch } = {}) => {
  const rateLimit = limits.requests === undefined ? null : { requests: limits.requests, windowMs: 800 }
  return createTill({
    adapters: [maven({ apiKey, baseUrl: url, insecureLoopback: true, rateLimit })],
    ...(limits.fetch === undefined ? {} : { fetch: limits.fetch }),
  })
}
const codeOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'a result',
    (error: unknown) => (isTillError(error) ? error.code : String(error)),
  )

const SCENARIOS: Readonly<Record<string, (id: string) => Promise<void>>> = {
  retries: async (id) => say((await till().retrieve('maven', id)).status),
  budget: async (id) => {
    const client = till({ requests: 1 })
    for (let read = 0; read < 2; read++) say((await client.retrieve('maven', id)).status)
  },
  watch: async (id) => {
    for await (const { status } of till().watch('maven', id)) say(status)
  },
  'watch and leave': async (id) => {
    for await (const { status } of till().watch('maven', id)) {
      say(status)
      break
    }
  },
  'watch and return': async (id) => {
    const watch = till().watch('maven', id)
    say((await watch.next()).value?.status ?? 'nothing')
    const pending = watch.next()
    await sleep(100)
    await watch.return?.()
    say((await pending).done === true ? 'done' : 'a value')
  },
  waitFor: async (id) => say((await till().waitFor('maven', id, { deadlineMs: 300 })).outcome),
  abort: async (id) => {
    const stop = new AbortController()
    const call = till().retrieve('maven', id, { signal: stop.signal })
    setTimeout(() => stop.abort('enough'), 200)
    say(await codeOf(call))
  },
  deadline: async (id) => {
    // Node's fetch loses the way from a signal to a body in a garbage collection: the socket would hold the process.
    for (const ms of [100, 150, 200]) setTimeout(() => global.gc?.(), ms)
    say(await codeOf(till().retrieve('maven', id, { deadlineMs: 300 })))
  },
  'deadline, pinned': async (id) => {
    const fetch = pinnedFetch({ allow: ['127.0.0.1'], connectTimeoutMs: 200 })
    say(await codeOf(till({ fetch }).retrieve('maven', id, { deadlineMs: 300 })))
  },
}

await SCENARIOS[scenario]?.(process.argv[5] ?? 's1')
