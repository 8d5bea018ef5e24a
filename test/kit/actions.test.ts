// The tables "What payers can do" in the README of the testkit: every row is carried out and read through the adapter.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CheckoutSession, createTill, type Summary, summarize } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import {
  type JwtAction,
  type MaashAction,
  type MavenAction,
  startJwtCheckoutSimulator,
  startMaashSimulator,
  startMavenSimulator,
} from '@onetill/testkit'
import { ROOT } from '../packages.ts'

const README = readFileSync(join(ROOT, 'packages', 'testkit', 'README.md'), 'utf8')

interface Row {
  readonly actions: readonly string[]
  /** `gateway: 'authorizenet'` → a field of the create input. */
  readonly input: Readonly<Record<string, string>>
  readonly readsAs: string
  readonly summary: string
}

/** The rows of the table below a heading. */
function rowsBelow(heading: string): readonly Row[] {
  const section = README.split(/^### /m).find((part) => part.startsWith(heading)) ?? ''
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, actions = '', input = '', readsAs = '', summary = ''] = line.split('|').map((cell) => cell.trim())
      return {
        actions: [...actions.matchAll(/`(\w+)`/g)].map(([, action = '']) => action),
        input: Object.fromEntries([...input.matchAll(/`(\w+): '([^']+)'`/g)].map(([, key, value]) => [key, value])),
        readsAs,
        summary,
      }
    })
}

// The compiler holds these against the types: none too many.
const MAVEN = [
  ...(['dial', 'pay', 'authorize', 'hold', 'decline', 'fail', 'tokenize', 'skip', 'abandon'] as const),
  ...(['cancel', 'transfer'] as const),
] satisfies MavenAction[]
const MAASH = ['select', 'detect', 'complete', 'underpay', 'overpay', 'fail', 'cancel'] satisfies MaashAction[]
const JWT = ['pay', 'fail', 'refund', 'reverse'] satisfies JwtAction[]

/** The action of this name. @throws {Error} when there is none */
function actionOf<Action extends string>(all: readonly Action[], word: string): Action {
  const action = all.find((known) => known === word)
  if (action === undefined) throw new Error(`${word} is no action`)
  return action
}

/** Carries out a row and reads the session. */
type Play = (row: Row) => Promise<{ readonly readsAs: string; readonly summary: Summary }>

const read = (session: CheckoutSession) => ({
  readsAs: [session.status, session.detail].filter((word) => word !== null).join('/'),
  summary: summarize(session),
})

const playMaven: Play = async ({ actions, input }) => {
  const simulator = await startMavenSimulator()
  try {
    const order = {
      project: 'shop',
      caller: '+14155550100',
      amount: '12.50',
      mode: 'charge',
      gateway: 'stripe',
    } as const
    const { session_id: id } = simulator.create({ ...order, ...input })
    for (const action of actions) simulator.act(id, actionOf(MAVEN, action))
    const adapter = maven({ ...simulator.credentials, baseUrl: simulator.url, insecureLoopback: true })
    return read(await createTill({ adapters: [adapter] }).retrieve('maven', id))
  } finally {
    await simulator.close()
  }
}

const playMaash: Play = async ({ actions, input }) => {
  const simulator = await startMaashSimulator()
  try {
    const order = { merchant_id: 'mer_shop', transaction_id: 'ORD-1', amount_usd: '25.00' }
    const { session_id: id } = simulator.create({ ...order, ...input })
    for (const action of actions) simulator.act(id, actionOf(MAASH, action))
    const adapter = maash({ ...simulator.credentials, baseUrl: simulator.url, insecureLoopback: true })
    return read(await createTill({ adapters: [adapter] }).retrieve('maash', id))
  } finally {
    await simulator.close()
  }
}

const playJwtCheckout: Play = async ({ actions, input }) => {
  const simulator = await startJwtCheckoutSimulator()
  try {
    const order = { orderReference: 'ORD-1', paymentMethod: 'card', currency: 'USD', amount: { total: '40.00' } }
    const { id } = simulator.create({ ...order, ...input })
    for (const action of actions) simulator.act(id, actionOf(JWT, action))
    const { apiKey: token } = simulator.credentials
    const adapter = jwtCheckout({ token, baseUrl: simulator.url, insecureLoopback: true })
    return read(await createTill({ adapters: [adapter] }).retrieve('jwt-checkout', id))
  } finally {
    await simulator.close()
  }
}

describe.for([
  ['startMavenSimulator', 'Maven:', playMaven],
  ['startMaashSimulator', 'Maash:', playMaash],
  ['startJwtCheckoutSimulator', 'JWT checkout:', playJwtCheckout],
] as const)('%s', ([name, heading, play]) => {
  const rows = rowsBelow(heading)

  test('has a row for every action of the list above', () => {
    const [, cell = ''] = new RegExp(`^\\| \`${name}\` +\\| ([^|]+)\\|`, 'm').exec(README) ?? []
    const listed = [...cell.matchAll(/`(\w+)`/g)].map(([, action]) => action)
    expect(listed.length).toBeGreaterThan(3)
    expect(listed.filter((action) => rows.every(({ actions }) => actions.at(-1) !== action))).toEqual([])
  })

  test.for(rows.map((row) => [row.actions.join(' '), row] as const))('%s', async ([, row]) => {
    const { readsAs, summary } = row
    expect(await play(row)).toEqual({ readsAs, summary })
  })
})
