import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ERRORS } from '@onetill/core'
import { signMavenWebhook } from '@onetill/testkit'
import { errorInName, type Fixture, readFixtures } from '../../packages/testkit/src/conformance/fixture.ts'
import { mapText } from '../../packages/testkit/src/conformance/mapped.ts'
import { PROVIDERS, WEBHOOK_SECRET } from './providers.ts'
import { openRealm, type Realm } from './realm.ts'

const AT = '2026-11-20T12:00:00.000Z'
const now = Date.parse(AT)

describe.each(PROVIDERS)(
  'in a realm of a worker, $id',
  ({ id, names, options, environment, mapper, sampleId, ...provider }) => {
    const job = { options: { ...options, account: 'conformance' }, now }
    const context = { at: AT, account: 'conformance', environment }
    const fixtures = readFixtures(provider.fixtures)
    const of = (...kinds: readonly Fixture['kind'][]) => fixtures.filter(({ kind }) => kinds.includes(kind))
    const answers = of('session', 'document').filter(({ refused }) => refused === null)
    const read = answers.filter(({ via }) => via === 'read')
    const refused = fixtures.filter((fixture) => fixture.refused !== null)
    let realm: Realm
    beforeAll(async () => {
      realm = await openRealm(names)
    })

    test('has no global of Node and makes no code', async () => {
      const { perform, imports } = realm
      expect(imports).toEqual([])
      expect(await perform({ ...job, kind: 'globals' })).toEqual({
        ok: true,
        value: { names: [], evaluates: 'EvalError', compiles: 'CompileError' },
      })
    })

    test.each(read)('retrieves $file as $status', async ({ text, status, detail }) => {
      const outcome = await realm.perform({
        ...job,
        kind: 'retrieve',
        id: sampleId,
        answer: { status: 200, body: text },
      })
      expect(outcome).toMatchObject({ ok: true, value: { status, detail } })
      expect(outcome).toEqual(jsonOf(mapText(mapper, text, { ...context, via: 'read' })))
    })

    test.each([...answers, ...of('event')])('normalizes $file as $status', async ({ text, via, status, detail }) => {
      const outcome = await realm.perform({ ...job, kind: 'normalize', via, text })
      expect(outcome).toMatchObject({ ok: true, value: { status, detail } })
      expect(outcome).toEqual(jsonOf(mapText(mapper, text, { ...context, via })))
    })

    test.skipIf(refused.length === 0).each(refused)('refuses $file', async ({ text, refused }) => {
      const outcome = await realm.perform({
        ...job,
        kind: 'retrieve',
        id: sampleId,
        answer: { status: 200, body: text },
      })
      expect(outcome).toMatchObject({ ok: false, error: { code: 'invalid_response', issues: [{ path: refused }] } })
    })

    test.each(of('error'))('reads $file', async ({ file, text }) => {
      const { httpStatus, code } = errorInName(file)
      const answer = { status: httpStatus, body: text }
      const { outcome, retry } = ERRORS[code]
      expect(await realm.perform({ ...job, kind: 'retrieve', id: sampleId, answer })).toMatchObject({
        ok: false,
        error: { code, outcome, retry, httpStatus, provider: id, attempts: 1 },
      })
    })

    test('refuses an id that would leave its place in the path', async () => {
      const answer = { status: 200, body: read[0]?.text ?? '' }
      expect(await realm.perform({ ...job, kind: 'retrieve', id: '../x', answer })).toMatchObject({
        ok: false,
        error: { code: 'invalid_input', attempts: 0 },
      })
    })

    test('ends by a signal and by the deadline, repeats, watches', async () => {
      const [sample] = read
      const answer = { status: 200, body: sample?.text ?? '' }
      expect(await realm.perform({ ...job, kind: 'ends', id: sampleId, answer })).toEqual({
        ok: true,
        value: { aborted: true, late: 'deadline', requests: 4, repeated: sample?.status, watched: [sample?.status] },
      })
    })

    const deliveries = of('event')
    const key = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`

    test('answers a delivery: a verified one is taken, of a hint only the read counts', async () => {
      const [delivery] = deliveries
      const [sample] = read
      const text = delivery?.text ?? ''
      const answer = { status: 200, body: sample?.text ?? '' }
      const handle = { ...job, kind: 'handle', text, answer, id: sampleId, headers: {} } as const
      const hint = { status: 204, taken: [['hint', sample?.status]], reads: 1 }
      const refusal = { status: 401, taken: [], reads: 0 }
      expect(await realm.perform(handle)).toEqual({ ok: true, value: id === 'maven' ? refusal : hint })
      if (id !== 'maven') return
      const headers = { 'maven-signature': signMavenWebhook(WEBHOOK_SECRET, text, new Date(now)) }
      const value = { status: 204, taken: [['verified', delivery?.status]], reads: 0 }
      expect(await realm.perform({ ...handle, headers })).toEqual({ ok: true, value })
    })

    if (id === 'maven')
      test.each(deliveries)('verifies the delivery $file', async ({ text, status, detail }) => {
        const headers = { 'Maven-Signature': signMavenWebhook(WEBHOOK_SECRET, text, new Date(now)) }
        const delivery = { ...job, kind: 'webhook', headers } as const
        expect(await realm.perform({ ...delivery, text })).toMatchObject({
          ok: true,
          value: { trust: 'verified', kind: 'session', key: key(text), secret: 0, session: { status, detail } },
        })
        const stale = { ...delivery, now: now + 301_000 }
        for (const tampered of [
          { ...delivery, text: `${text} ` },
          { ...delivery, text, headers: {} },
          { ...stale, text },
        ])
          expect(await realm.perform(tampered)).toMatchObject({ ok: false, error: { code: 'webhook_refused' } })
      })
    else
      test.each(deliveries)('takes the delivery $file as a hint, and by a verifier', async ({ text, status }) => {
        const delivery = { ...job, kind: 'webhook', headers: {}, text } as const
        const hint = {
          trust: 'hint',
          kind: 'reference',
          key: key(text),
          keySource: 'body_hash',
          session: null,
          event: null,
        }
        expect(await realm.perform(delivery)).toMatchObject({ ok: true, value: hint })
        expect(await realm.perform({ ...delivery, trusting: true })).toMatchObject({
          ok: true,
          value: { trust: 'verified', event: { status } },
        })
      })
  },
)

test('every adapter has its realm', () => {
  const adapters = readdirSync(new URL('../../adapters', import.meta.url))
  expect(PROVIDERS.map(({ id }): string => id).sort()).toEqual(adapters.sort())
})

/** What the same mapping gives outside, as it looks after its way through JSON. */
function jsonOf(mapped: ReturnType<typeof mapText>): unknown {
  if (mapped.kind === 'error') throw mapped.error
  return { ok: true, value: JSON.parse(JSON.stringify(mapped.value)) }
}
