import { afterEach, expect, test } from 'vitest'
import { type MavenSimulator, startMavenSimulator } from '../maven/simulator.ts'
import { call } from './call.ts'
import { createClock } from './clock.ts'

// What all simulators share, seen through one of them.
const GLOBALS = [globalThis.Request, globalThis.Response] // before any server is made
const running: MavenSimulator[] = []
const start = async (options: Parameters<typeof startMavenSimulator>[0] = {}): Promise<MavenSimulator> => {
  const simulator = await startMavenSimulator({ clock: createClock(), ...options })
  running.push(simulator)
  return simulator
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()))
})

const order = { project: 'clinic', caller: '+14155551234', amount: '45.10', mode: 'charge', gateway: 'stripe' } as const
const bearer = (simulator: MavenSimulator) => ({ authorization: `Bearer ${simulator.credentials.apiKey}` })

test('requests are logged by names, without any value of a header, query or body', async () => {
  const clock = createClock({ now: '2026-05-01T10:00:00Z' })
  const maven = await start({ clock, apiKey: 'mvn_test_c4naSECRETc4naSECRETc4naSECRET12' })
  await call(`${maven.url}/v1/sessions?caller=%2B14155551234`, { headers: { ...bearer(maven), 'X-Trace': 'abc' } })
  clock.advance(1_500)
  const headers = { ...bearer(maven), 'idempotency-key': 'key-123' }
  await call(`${maven.url}/v1/sessions`, { method: 'POST', headers, send: order })
  expect(maven.requests).toMatchObject([
    { method: 'GET', path: '/v1/sessions', query: ['caller'], status: 404, idempotencyKey: false },
    { method: 'POST', path: '/v1/sessions', status: 201, idempotencyKey: true, time: '2026-05-01T10:00:01.500Z' },
  ])
  expect(maven.requests[0]?.headers).toEqual(expect.arrayContaining(['authorization', 'x-trace']))
  expect(JSON.stringify(maven.requests)).not.toMatch(/SECRET|4155551234|abc|key-123|Bearer/)
})

test('a scripted failure comes as often as it says, for the requests it is for', async () => {
  const maven = await start()
  const { session_id } = maven.create(order)
  const read = () => call(`${maven.url}/v1/sessions/${session_id}`, { headers: bearer(maven) })
  maven.fail({ method: 'POST' }, { status: 500 })
  maven.fail({ path: /sessions\/[^/]+$/ }, { status: 503, body: '<html>', times: 2 })
  const unavailable = async () => {
    const response = await fetch(`${maven.url}/v1/sessions/${session_id}`, { headers: bearer(maven) })
    return [response.status, await response.text()]
  }
  expect([await unavailable(), await unavailable()]).toEqual([
    [503, '<html>'],
    [503, '<html>'],
  ])
  expect((await read()).status).toBe(200)
  const post = await call(`${maven.url}/v1/sessions`, { method: 'POST', headers: bearer(maven), send: order })
  expect(post.status).toBe(500)
  expect(maven.sessions()).toHaveLength(1)
})

test('a failure after the work loses the answer and keeps the work', async () => {
  const maven = await start()
  maven.fail('any', { status: 504, when: 'after', headers: { 'retry-after': '7' } })
  const response = await fetch(`${maven.url}/v1/sessions`, {
    method: 'POST',
    headers: bearer(maven),
    body: JSON.stringify(order),
  })
  expect(response.status).toBe(504)
  expect(response.headers.get('retry-after')).toBe('7')
  expect(await response.json()).toHaveProperty('detail')
  expect(maven.sessions()).toHaveLength(1)
})

test('the globals of the process stay as they are', async () => {
  await start()
  expect(globalThis.Request).toBe(GLOBALS[0])
  expect(globalThis.Response).toBe(GLOBALS[1])
})

test('a latency holds answers back', async () => {
  const maven = await start({ latencyMs: 60 })
  const begun = performance.now()
  await call(`${maven.url}/v1/auth/check`)
  expect(performance.now() - begun).toBeGreaterThan(50)
})

test('a port that is taken is an error, and a closed simulator answers no more', async () => {
  const maven = await startMavenSimulator()
  const port = new URL(maven.url).port
  await expect(startMavenSimulator({ port: Number.parseInt(port, 10) })).rejects.toThrow('EADDRINUSE')
  await maven.close()
  await expect(fetch(maven.url)).rejects.toThrow()
})

test('paths outside the documents are 404 in the words of the provider', async () => {
  const maven = await start()
  const { status, body } = await call(`${maven.url}/v2/nothing`, { headers: bearer(maven) })
  expect([status, body]).toEqual([404, { detail: expect.any(String) }])
})

test('a snapshot is a copy: what happens after it, or after it was restored, does not change it', async () => {
  const maven = await start()
  const { session_id } = maven.create(order)
  const snapshot = maven.snapshot()
  const before = structuredClone(snapshot)
  const copy = await start({ snapshot })
  maven.act(session_id, 'dial')
  copy.act(session_id, 'cancel')
  expect(snapshot).toEqual(before)
  expect([maven, copy].map((simulator) => simulator.sessions()[0]?.status)).toEqual(['COLLECTING', 'cancelled'])
})
