// Runs in the realm, bundled as for a worker. It knows the web's globals only; jobs and outcomes are JSON text.
import {
  type Adapter,
  type CheckoutSession,
  createTill,
  isTillError,
  type Mapper,
  normalize,
  normalizeEvent,
} from '@onetill/core'
import type { Answer, Job, Outcome } from './protocol.ts'

/** What a bundle binds: the factory and the mapper of its adapter. */
export interface Bound {
  // Options come as JSON and are checked by the adapter.
  readonly connect: (options: never) => Adapter
  readonly mapper: Mapper
}

/** The program of a bundle. */
export const programOf =
  (bound: Bound) =>
  async (text: string): Promise<string> =>
    JSON.stringify(await settled(bound, JSON.parse(text)))

type Respond = () => Promise<Response>
let respond: Respond

/** As the web's own, which refuses to be called as a method of anything but the global object. */
function fetchStub(this: unknown): Promise<Response> {
  if (this !== undefined && this !== globalThis) throw new TypeError('Illegal invocation')
  return respond()
}
globalThis.fetch = fetchStub

async function settled(bound: Bound, job: Job): Promise<Outcome> {
  try {
    return { ok: true, value: await perform(bound, job) }
  } catch (error) {
    if (isTillError(error)) return { ok: false, error: error.toJSON() }
    throw error
  }
}

async function perform({ connect, mapper }: Bound, job: Job): Promise<unknown> {
  const { options, now } = job
  const trusting = job.kind === 'webhook' && job.trusting === true
  const verifyWebhook = async () => ({ secret: null })
  const adapter = connect({ ...options, ...(trusting ? { verifyWebhook } : {}) } as never)
  const { provider, account, environment } = adapter
  const till = createTill({ adapters: [adapter], now: () => now, maxRetries: 0 })
  switch (job.kind) {
    case 'retrieve':
      respond = async () => toResponse(job.answer)
      return till.retrieve(provider.id, job.id)
    case 'normalize': {
      const context = { at: new Date(now).toISOString(), via: job.via, account, environment }
      const { toEvent } = mapper
      return job.via === 'webhook' && toEvent !== undefined
        ? normalizeEvent({ ...mapper, toEvent }, job.text, context)
        : normalize(mapper, job.text, context)
    }
    case 'webhook':
      respond = () => Promise.reject(new Error('a delivery is read without a network'))
      return till.readWebhook(provider.id, { headers: job.headers, body: new TextEncoder().encode(job.text) })
    case 'handle': {
      const taken: unknown[] = []
      let reads = 0
      respond = async () => {
        reads++
        return toResponse(job.answer)
      }
      const handler = till.webhook(provider.id, {
        onEvent: ({ trust, session }) => {
          taken.push([trust, session?.status])
        },
        lookup: () => job.id,
      })
      const { headers, text: body } = job
      const { status } = await handler(new Request('https://shop.example.com/', { method: 'POST', headers, body }))
      return { status, taken, reads }
    }
    case 'ends':
      return ends(adapter, job.id, job.answer)
    case 'globals':
      return globals()
  }
}

/** Every way a call goes on or ends by a timer or a signal. */
async function ends(adapter: Adapter, id: string, answer: Answer): Promise<unknown> {
  const till = createTill({ adapters: [adapter], random: () => 0 })
  const { id: provider } = adapter.provider
  respond = () => new Promise(() => {})
  const reason = new Error('enough')
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), 20)
  const aborted = await till.retrieve(provider, id, { signal: controller.signal }).catch((error: unknown) => error)
  const late = await till.safeRetrieve(provider, id, { deadlineMs: 30 })

  let requests = 0
  respond = async () => toResponse(++requests < 3 ? { status: 503, body: '' } : answer)
  const repeated = await till.retrieve(provider, id)
  const watched: CheckoutSession[] = []
  for await (const session of till.watch(provider, id)) {
    watched.push(session)
    break
  }
  return {
    aborted: aborted === reason,
    late: late.ok ? null : late.error.code,
    requests,
    repeated: repeated.status,
    watched: watched.map(({ status }) => status),
  }
}

// Node's types know the name and none of its constructors.
declare const WebAssembly: { readonly Module: new (bytes: Uint8Array) => unknown }

/** What this realm has, and what it refuses. */
function globals(): unknown {
  return {
    names: Object.getOwnPropertyNames(globalThis).filter((name) => NODE.includes(name)),
    evaluates: refusal(() => new Function('return 1')),
    // The eight bytes of an empty module.
    compiles: refusal(() => new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))),
  }
}

const NODE = ['process', 'Buffer', 'require', 'module', 'exports', 'global', 'setImmediate', '__dirname', '__filename']

function refusal(run: () => unknown): string | null {
  try {
    run()
    return null
  } catch (error) {
    return error instanceof Error ? error.name : 'other'
  }
}

function toResponse({ status, body }: Answer): Response {
  return new Response(body, { status, headers: { 'content-type': 'application/json' } })
}
