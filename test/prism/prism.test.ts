// The Maven adapter against Prism, a foreign server that answers at random from Maven's published document.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assertSession, createTill } from '@onetill/core'
import { maven } from '@onetill/maven'
import { processorKeys, validatorOf } from '../openapi/schema.ts'
import { creates } from './creates.ts'
import { saveBody } from './failing-body.ts'
import { type Answer, expectMapped } from './mapped.ts'
import { type Recorder, recorder, requestViolations, wrongAnswers } from './recorder.ts'
import { type Prism, startPrism } from './server.ts'
import { count, tally } from './tally.ts'

const WORDS =
  'PENDING COLLECTING payment-success payment-authorized payment-failed expired cancelled abandoned payment-reconsidered'
const apiKey = 'mvn_test_prism'
const isPublished = validatorOf('SessionGetResponse')

const tillOf = ({ url }: Prism, { fetch }: Recorder) =>
  createTill({
    adapters: [maven({ apiKey, baseUrl: url, insecureLoopback: true, rateLimit: null })],
    fetch,
    maxRetries: 0,
  })

/** Our requests are beyond reproach; Prism says so on each of them. */
const expectNoViolations = ({ exchanges }: Recorder, requests: number): void => {
  expect(exchanges).toHaveLength(requests)
  expect(requestViolations(exchanges)).toEqual([])
}

describe('as published', () => {
  let prism: Prism
  beforeAll(async () => {
    prism = await startPrism()
  })
  afterAll(() => prism?.close())

  test('250 answers: each a session or an error that names a path', { timeout: 55_000 }, async () => {
    const records = recorder()
    const till = tillOf(prism, records)
    const outcomes = new Map<string, number>()
    let unlike = 0
    for (let index = 0; index < 250; index++) {
      const result = await till.safeRetrieve('maven', randomUUID())
      const { body } = records.last()
      if (!isPublished(JSON.parse(body))) unlike++
      if (result.ok) {
        count(outcomes, 'session')
        assertSession(result.session)
        continue
      }
      const { code, issues } = result.error
      const path = issues[0]?.path ?? ''
      if (code !== 'invalid_response' || path === '') expect.fail(`${code} without a path: ${saveBody(body, code)}`)
      count(outcomes, `${code} at ${path}`)
    }
    console.log(`prism, as published: ${tally(outcomes)}`)
    console.log(`  answers beside the published schema: ${unlike}; Prism says: ${wrongAnswers(records.exchanges)}`)
    expectNoViolations(records, 250)
  })

  test('a request that is wrong is seen', async () => {
    const records = recorder()
    const result = await tillOf(prism, records).safeRetrieve('maven', 'no-uuid')
    expect(result).toMatchObject({ ok: false, error: { code: 'rejected', httpStatus: 422 } })
    expect(requestViolations(records.exchanges)).toHaveLength(1)
  })
})

describe('with our values', () => {
  let prism: Prism
  beforeAll(async () => {
    prism = await startPrism(['overlay.yaml'])
  })
  afterAll(() => prism?.close())

  test('500 distinct answers: every one is a session', { timeout: 55_000 }, async () => {
    const records = recorder()
    const till = tillOf(prism, records)
    const bodies = new Set<string>()
    const counts = { sessions: 0, processors: 0, yen: 0, noted: 0, unlike: 0 }
    const words = new Map<string, number>()
    const statuses = new Map<string, number>()
    const filled = new Set<string>()
    for (let index = 0; bodies.size < 500 && index < 1_000; index++) {
      const result = await till.safeRetrieve('maven', randomUUID())
      const { body } = records.last()
      if (bodies.has(body)) continue
      bodies.add(body)
      const answer: Answer = JSON.parse(body)
      if (!isPublished(answer)) counts.unlike++
      if (!result.ok) expect.fail(`${result.error.message}: ${saveBody(body, result.error.code)}`)
      try {
        expectMapped(result.session, answer)
      } catch (error) {
        saveBody(body, 'mapped-otherwise')
        throw error
      }
      const { session } = result
      counts.sessions++
      if (session.processor !== null && answer.processor !== null) counts.processors++
      if (answer.currency === 'JPY' && /\.\d*[1-9]/.test(answer.amount)) counts.yen++
      if (session.notes.some(({ code }) => code === 'amount_precision')) counts.noted++
      for (const [key, value] of Object.entries(answer.processor ?? {})) if (value !== null) filled.add(key)
      count(words, answer.status)
      count(statuses, session.status)
    }
    console.log(`prism, our values: ${bodies.size} distinct answers of ${records.exchanges.length}; ${tally(counts)}`)
    console.log(`  words: ${tally(words)}`)
    console.log(`  statuses: ${tally(statuses)}; processor fields: ${filled.size}`)
    console.log(`  Prism finds wrong of its own answers: ${wrongAnswers(records.exchanges)}`)
    expect(bodies.size).toBe(500)
    expect(counts.sessions).toBe(500)
    expect(counts.processors).toBeGreaterThanOrEqual(100)
    expect(counts.yen).toBeGreaterThan(0)
    expect(counts.noted).toBe(counts.yen)
    expect([...words.keys()].sort()).toEqual(WORDS.split(' ').sort())
    expect(processorKeys()).toHaveLength(23)
    expect([...filled].sort()).toEqual([...processorKeys()].sort())
    expectNoViolations(records, records.exchanges.length)
    expect(records.exchanges.length).toBeGreaterThanOrEqual(500)
  })

  test('an error answer is `rejected` and names the fields', async () => {
    const records = recorder({ prefer: 'code=422' })
    const till = tillOf(prism, records)
    let named = 0
    for (let index = 0; index < 40; index++) {
      const result = await till.safeRetrieve('maven', randomUUID())
      const { status, body } = records.last()
      expect(status).toBe(422)
      if (result.ok) expect.fail(`a session of an error: ${saveBody(body, 'error-as-session')}`)
      expect(result.error).toMatchObject({ code: 'rejected', httpStatus: 422, outcome: 'none', retry: 'never' })
      const { detail = [] }: { readonly detail?: readonly { readonly loc: readonly unknown[] }[] } = JSON.parse(body)
      expect(result.error.issues, saveIfUnlike(result.error.issues.length, detail.length, body)).toHaveLength(
        detail.length,
      )
      // The first part of `loc` says where it was (`body`, `path`), so a field is named by the second.
      const fields = result.error.issues.filter(({ path }) => path !== '').length
      expect(fields).toBe(detail.filter(({ loc }) => loc.length > 1).length)
      if (fields > 0) named++
    }
    console.log(`prism, 422: 40 refusals, ${named} of them name a field`)
    expect(named).toBeGreaterThan(0)
    expectNoViolations(records, 40)
  })

  test('creates are accepted and answered', async () => {
    const records = recorder()
    const till = tillOf(prism, records)
    for (const input of creates) {
      const session = await till.create('maven', input)
      assertSession(session)
      const answer: { session_id: string; status: string } = JSON.parse(records.last().body)
      expect(records.last()).toMatchObject({ method: 'POST', status: 201 })
      expect(session).toMatchObject({
        id: answer.session_id,
        providerStatus: answer.status,
        amount: input.amount,
        assumed: ['amount'],
        observed: { via: 'create' },
      })
    }
    console.log(`prism, create: ${creates.length} sessions`)
    expectNoViolations(records, creates.length)
  })
})

describe('with the fields that decide what a word means', () => {
  let prism: Prism
  beforeAll(async () => {
    prism = await startPrism(['overlay.yaml', 'overlay-context.yaml'])
  })
  afterAll(() => prism?.close())

  test('200 answers reach paid and no_charge too', { timeout: 55_000 }, async () => {
    const records = recorder()
    const till = tillOf(prism, records)
    const statuses = new Map<string, number>()
    for (let index = 0; index < 200; index++) {
      const session = await till.retrieve('maven', randomUUID())
      expectMapped(session, JSON.parse(records.last().body))
      count(statuses, session.status)
    }
    console.log(`prism, mode and gateway: ${tally(statuses)}`)
    for (const status of ['open', 'authorized', 'paid', 'no_charge', 'failed', 'cancelled', 'expired', 'unknown'])
      expect([...statuses.keys()]).toContain(status)
    expectNoViolations(records, 200)
  })
})

function saveIfUnlike(left: number, right: number, body: string): string {
  return left === right ? '' : saveBody(body, 'issues')
}
