import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { createTill, isTillError, responseOf } from '@onetill/core'
import { maash } from '@onetill/maash'
import { CRYPTO, codeOf, openStage, traffic } from '../stage.ts'

const APIKEY = `mk_test_${'0'.repeat(32)}`

/** What is repeated, what is not, and every way a call can end without an answer. */
export async function faultsPart() {
  const [repeated, ended] = await Promise.all([repetitions(), ends()])
  return { ...repeated, ...ended, refused: await refusedConnection() }
}

async function repetitions() {
  const { maven, maash, jwt, till, close } = await openStage()
  const { session_id: id } = maash.create({ merchant_id: 'mer_shop', transaction_id: 'ORD-2', amount_usd: '25.00' })
  const attempts = async (promise: Promise<object>) => {
    try {
      const result = await promise
      return ['resolved', responseOf(result)?.attempts]
    } catch (error) {
      return isTillError(error) ? [error.code, error.attempts] : [String(error)]
    }
  }
  maash.fail({ method: 'GET' }, { status: 503, times: 2 })
  const over = await attempts(till.retrieve('maash', id))
  maash.fail({ method: 'GET' }, { status: 503, times: 3 })
  const lasting = await attempts(till.retrieve('maash', id))
  maash.fail({ method: 'GET' }, { status: 403, times: 1 })
  const final = await attempts(till.retrieve('maash', id))
  maash.fail({ method: 'GET' }, { status: 302, headers: { location: 'http://127.0.0.1:1/' } })
  const redirect = await attempts(till.retrieve('maash', id))
  maash.fail({ method: 'POST' }, { status: 503 })
  const keyed = await attempts(till.create('maash', { ...CRYPTO, reference: 'ORD-9' }))
  jwt.fail('any', { status: 429, headers: { 'retry-after': '7' } })
  const limited = await codeAndPause(till.retrieve('jwt-checkout', 'a', { maxRetries: 0 }))
  maven.fail('any', { status: 200, body: `{"session_id":"${'x'.repeat(3_000_000)}"}` })
  const large = await attempts(till.retrieve('maven', 'a'))
  const result = { over, lasting, final, redirect, keyed, limited, large, traffic: traffic(maash) }
  await close()
  return result
}

/** Calls that end while the provider is still silent. */
async function ends() {
  const { maash, till, close } = await openStage({ latencyMs: 600 })
  const reason = new Error('enough')
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), 50)
  const caught = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => error,
    )
  const [deadline, aborted, before, timedOut] = await Promise.all([
    codeOf(till.retrieve('maash', 'cs_1', { deadlineMs: 200 })),
    caught(till.retrieve('maash', 'cs_1', { signal: controller.signal })),
    caught(till.retrieve('maash', 'cs_1', { signal: AbortSignal.abort(reason) })),
    caught(till.retrieve('maash', 'cs_1', { signal: AbortSignal.timeout(50) })),
  ])
  const answered = traffic(maash)
  const attempt = await codeOf(till.retrieve('maash', 'cs_1', { attemptTimeoutMs: 50, maxRetries: 1 }))
  const result = {
    deadline,
    aborted: aborted === reason,
    abortedBefore: before === reason,
    timedOut: timedOut instanceof Error ? timedOut.name : null,
    answered,
    attempt,
  }
  await close()
  return result
}

/** A port that is taken, so that nobody else gets it, and that nobody listens on: the near end of a connection. */
async function refusedConnection() {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  const baseUrl = `http://127.0.0.1:${socket.localPort}`
  const adapter = maash({ apiKey: APIKEY, baseUrl, insecureLoopback: true })
  const till = createTill({ adapters: [adapter], maxRetries: 1, random: () => 0 })
  const result = await till.safeRetrieve('maash', 'cs_1')
  socket.destroy()
  server.close()
  return result.ok ? null : [result.error.code, result.error.cause, result.error.attempts]
}

async function codeAndPause(promise: Promise<unknown>) {
  try {
    return await promise
  } catch (error) {
    return isTillError(error) ? [error.code, error.retryAfterMs] : String(error)
  }
}
