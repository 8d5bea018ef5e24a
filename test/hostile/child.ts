// Runs in a process of its own, which is the one that is measured; everything it has to say goes over IPC.
import { inspect, isDeepStrictEqual } from 'node:util'
import { assertSession, type CheckoutSession, createTill, isTillError, type Till } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { type MavenAdapter, maven } from '@onetill/maven'
import { markMemory } from './memory.ts'
import type { Job, Step, StepReport } from './protocol.ts'

const INPUT = {
  project: 'clinic',
  caller: '+12025550142',
  amount: { value: '12.50', currency: 'USD' },
  mode: 'charge',
  gateway: 'stripe',
} as const

const everything = { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: 4_000_000 } as const

const adapterOf = ({ provider, baseUrl, supplied }: Job, credential: string) => {
  const address = { baseUrl, insecureLoopback: true }
  if (provider === 'maven') return maven({ ...address, apiKey: credential })
  if (provider === 'maash') return maash({ ...address, apiKey: credential })
  return jwtCheckout({ ...address, token: supplied ? async () => credential : credential })
}

async function perform(job: Job, step: Step): Promise<CheckoutSession | null> {
  const adapter = adapterOf(job, step.credential ?? job.credential)
  if (step.operation === 'construct') return null
  const till = createTill({ adapters: [adapter], maxRetries: 0 })
  const id = step.id as string // a caller without types
  if (step.operation === 'retrieve') return till.retrieve(job.provider, id, { raw: step.raw ?? false })
  const voice = till as unknown as Till<readonly [MavenAdapter]> // only Maven's jobs have these steps
  if (step.operation === 'find') return voice.find('maven', { caller: INPUT.caller })
  return voice.create('maven', INPUT)
}

async function measure(job: Job, step: Step): Promise<StepReport> {
  const memory = markMemory()
  const start = performance.now()
  const { outcome, path, notes, shown } = await settled(() => perform(job, step))
  return { ms: performance.now() - start, grown: memory.grown(), outcome, path, notes, shown }
}

async function settled(run: () => Promise<CheckoutSession | null>): Promise<Omit<StepReport, 'ms' | 'grown'>> {
  try {
    const session = await run()
    if (session === null) return { outcome: 'nothing', path: null, notes: [], shown: '' }
    assertSession(session)
    const json = JSON.stringify(session)
    if (!isDeepStrictEqual(JSON.parse(json), { ...session })) throw new Error('the JSON form is another session')
    const notes = session.notes.map(({ code }) => code)
    return { outcome: 'session', path: null, notes, shown: inspect(session, everything) + json }
  } catch (error) {
    const shown = [String(error), inspect(error, everything), JSON.stringify(error)]
    if (error instanceof Error) shown.push(error.message, String(error.stack), inspect(error.cause, everything))
    const name = error instanceof Error ? error.constructor.name : typeof error
    const [outcome, path] = isTillError(error) ? [error.code, error.issues[0]?.path ?? null] : [name, null]
    return { outcome, path, notes: [], shown: shown.join('\n') }
  }
}

/** Until the whole message is out: `disconnect` would cut a long one. */
function sent(report: StepReport): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(report, undefined, {}, (error) => (error === null ? resolve() : reject(error)))
  })
}

process.once('message', async (job: Job) => {
  // Code and caches that any first call needs are no growth of a hostile one.
  const calm = { ...job, credential: `${job.credential.slice(0, 8)}calm` }
  for (const id of ['calm', 'calm', 'calm', 'missing'])
    await settled(() => perform(calm, { operation: 'retrieve', id }))
  for (const step of job.steps) await sent(await measure(job, step))
  process.disconnect()
})
