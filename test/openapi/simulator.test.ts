// The Maven simulator against the schemas Maven publishes.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClock, type MavenAction, type MavenSimulator, startMavenSimulator } from '@onetill/testkit'
import { processorKeys, validatorOf } from './schema.ts'

const ANSWERS = 300

/** Every way a session can go; `only` names the gateway or mode it needs. */
const SCRIPTS: readonly {
  readonly only?: string
  readonly actions: readonly MavenAction[]
  readonly waitMs?: number
}[] = [
  { actions: [] },
  { actions: ['dial'] },
  { actions: ['dial', 'pay'], only: 'charge' },
  { actions: ['dial', 'pay', 'transfer'], only: 'charge' },
  { actions: ['dial', 'tokenize'], only: 'tokenize' },
  { actions: ['dial', 'authorize'], only: 'charge authorizenet' },
  { actions: ['dial', 'hold'], only: 'charge authorizenet' },
  { actions: ['dial', 'decline'] },
  { actions: ['dial', 'fail'] },
  { actions: ['dial', 'skip'] },
  { actions: ['abandon'] },
  { actions: ['cancel'] },
  { actions: ['dial'], waitMs: 86_400_000 },
]
const GATEWAYS = ['stripe', 'authorizenet', 'braintree', 'shift4']
const MODES = ['charge', 'tokenize']
const AMOUNTS = ['150.00', '0.01', '45.10', '9007199254740993.07', '12']
const ADDRESS = { street: '1 Main St', city: 'Springfield', state: 'IL', zip: '62701' }

/** Gateways × modes × scripts, those that fit; the list is walked round until there are enough answers. */
const cases = GATEWAYS.flatMap((gateway) =>
  MODES.flatMap((mode) =>
    SCRIPTS.filter(({ only = '' }) =>
      only.split(' ').every((need) => need === '' || need === mode || need === gateway),
    ).map((script) => ({ gateway, mode, ...script })),
  ),
)

const isCreateBody = validatorOf('SessionCreate')
const isCreated = validatorOf('SessionCreateResponse')
const isAnswer = validatorOf('SessionGetResponse')

const clock = createClock()
let maven: MavenSimulator
let headers: Record<string, string>

beforeAll(async () => {
  maven = await startMavenSimulator({ clock, seed: 300 })
  headers = { authorization: `Bearer ${maven.credentials.apiKey}`, 'content-type': 'application/json' }
})
afterAll(() => maven.close())

interface Answer {
  readonly session_id: string
  readonly status: string
  readonly amount: string
  readonly processor: Readonly<Record<string, unknown>> | null
}

const post = (body: unknown): Promise<Response> =>
  fetch(`${maven.url}/v1/sessions`, { method: 'POST', headers, body: JSON.stringify(body) })

/** Creates over HTTP, plays the script, reads over HTTP. */
const play = async (index: number): Promise<{ readonly sent: string; readonly answer: Answer }> => {
  const { gateway, mode, actions, waitMs = 0 } = cases[index % cases.length] ?? { gateway: '', mode: '', actions: [] }
  const amount = AMOUNTS[index % AMOUNTS.length] ?? ''
  const extras = index % 2 === 0 ? {} : { description: 'Invoice', memory: '{"a":1}', billing_address: ADDRESS }
  const body = { project: 'clinic', caller: '+14155551234', amount, mode, gateway, callback: '+14155550000', ...extras }
  expect(isCreateBody(body)).toBe(true)
  const created: { readonly session_id: string } = JSON.parse(await (await post(body)).text())
  expect(isCreated(created)).toBe(true)
  for (const action of actions) {
    clock.advance(1_234)
    maven.act(created.session_id, action)
  }
  clock.advance(waitMs)
  const response = await fetch(`${maven.url}/v1/sessions/${created.session_id}`, { headers })
  expect(response.status).toBe(200)
  return { sent: amount, answer: JSON.parse(await response.text()) }
}

describe('the Maven simulator and the published schema', () => {
  test(`${ANSWERS} answers are SessionGetResponses, with every word and every processor key`, async () => {
    const words = new Set<string>()
    const filled = new Set<string>()
    for (let index = 0; index < ANSWERS; index += 1) {
      const { sent, answer } = await play(index)
      expect(isAnswer(answer), JSON.stringify({ answer, errors: isAnswer.errors })).toBe(true)
      expect(answer.amount).toBe(sent)
      words.add(answer.status)
      for (const [key, value] of Object.entries(answer.processor ?? {})) if (value !== null) filled.add(key)
    }
    expect(cases.length).toBeGreaterThan(50)
    expect(maven.sessions()).toHaveLength(ANSWERS)
    expect([...words].sort()).toEqual([
      'COLLECTING',
      'PENDING',
      'abandoned',
      'cancelled',
      'expired',
      'payment-authorized',
      'payment-failed',
      'payment-success',
    ])
    expect(processorKeys()).toHaveLength(23)
    expect([...filled].filter((key) => key !== 'test_skip').sort()).toEqual([...processorKeys()].sort())
  })

  test('refusals are HTTPValidationErrors', async () => {
    const validate = validatorOf('HTTPValidationError')
    const bodies = [{}, [], { project: 1, caller: '555', amount: '1e3', mode: 'x', gateway: null, description: 3 }]
    for (const body of bodies) {
      const response = await post(body)
      expect(response.status).toBe(422)
      const refusal: unknown = await response.json()
      expect(validate(refusal), JSON.stringify(validate.errors)).toBe(true)
      expect(refusal).toHaveProperty('detail.0.msg')
    }
  })

  test('the validator can say no', async () => {
    const { answer } = await play(0)
    for (const wrong of [{ amount: 150 }, { amount: '1e3' }, { is_terminal: 'yes' }, { created_at: 'today' }]) {
      expect(isAnswer({ ...answer, ...wrong })).toBe(false)
    }
    const { amount: _amount, ...without } = answer
    expect(isAnswer(without)).toBe(false)
  })
})
