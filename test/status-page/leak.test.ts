// Everything a payer's link gives out, with a mark in every text of the session that a payer has no business with.
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import type { CheckoutSession, StatusPair } from '@onetill/core'
import { type Observation, observe, openStore, type Store } from '@onetill/store'
import { isStatusPair, STATUSES } from '../../packages/core/src/status.ts'
import { PAYER_STATES } from '../../packages/status-page/src/payer-view.ts'
import { hashOf, randomToken } from '../../packages/status-page/src/secrets.ts'
import { served } from '../../packages/status-page/src/server.fixture.ts'
import { FACTS } from '../../packages/store/src/acme.fixture.ts'
import { leaksIn, MARKER } from '../secrets/scan.mjs'
import { ENGINES, opened } from '../store/engines.ts'
import { filledSession, KINDS } from './filled-session.ts'
import { bundled, start } from './processes.ts'

const mark = (path: string): string => `${MARKER}-${path.replace(/[^a-z]/gi, '-')}-${MARKER}`
/** Said to payers on purpose: what a payment can be made with. */
const SAID = /^processor\.accepted\./
/** Our own words that would tell a payer more than they are to know. */
const CLOSED = /lost_or_stolen|lost or stolen|chargeback|schema_drift|refund_failed|stripe|insufficient/i
const EXPIRES = '2099-01-01T00:00:00.000Z'

const PAIRS: readonly StatusPair[] = Object.entries(STATUSES)
  .flatMap(([status, details]) => [null, ...details].map((detail) => ({ status, detail })))
  .filter(isStatusPair)
/** What else decides which text a payer reads. */
const TURNS: readonly Partial<CheckoutSession>[] = [
  {},
  { reversal: null, expected: null, mismatch: [] },
  { reversal: null, expected: null, mismatch: [], refunds: [], refundStatus: 'none' },
  { reversal: null, expected: null, mismatch: [], expiresAt: '2026-11-20T11:00:00.000Z' },
  ...(['pending', 'succeeded', 'failed'] as const).map((status) => refunded(status, '5.00')),
  refunded('succeeded', '10.00'),
]

function refunded(status: 'pending' | 'succeeded' | 'failed', value: string): Partial<CheckoutSession> {
  const [id, providerStatus, reason, failureReason] = ['id', 'word', 'reason', 'failure'].map((path) => mark(path))
  const refund = {
    ...{
      id: id ?? '',
      providerStatus: providerStatus ?? '',
      reason: reason ?? null,
      failureReason: failureReason ?? null,
    },
    ...{ amount: { value, currency: 'USD' }, status, createdAt: null, updatedAt: null },
  }
  const word = { pending: 'pending', failed: 'failed', succeeded: value === '10.00' ? 'full' : 'partial' } as const
  return {
    ...{ reversal: null, expected: null, mismatch: [], refunds: [refund] },
    refundStatus: word[status],
  }
}

const NUMBERS = PAIRS.flatMap((pair) => TURNS.map((turn) => ({ pair, turn }))).map((each, number) => ({
  ...each,
  number,
}))
const AT = '2026-11-20T12:00:00.000Z'
const LATER = '2026-11-20T12:30:00.000Z'

function marked({ pair, turn, number }: (typeof NUMBERS)[number], at: string): Observation {
  const session = filledSession(
    number % KINDS,
    (path) => (SAID.test(path) ? 'USDC' : `${mark(path)}${path === 'id' ? `-${number}` : ''}`),
    {
      ...{ provider: `${MARKER}pay`, account: `${MARKER} desk`, expiresAt: EXPIRES },
      failure: { code: 'lost_or_stolen', providerCode: mark('code'), message: mark('message') },
      ...turn,
      ...pair,
    },
  )
  const observed = { ...session.observed, at, via: 'read' as const, adapter: mark('adapter') }
  const facts = { ...FACTS, id: `${MARKER}pay` }
  return observe({ ...session, updatedAt: at, observed }, facts, { native: JSON.stringify({ status: mark('native') }) })
}

const FIRST = NUMBERS.slice(0, 2)
const EXAMPLE = NUMBERS.slice(PAIRS.findIndex(({ detail }) => detail === 'exact') * TURNS.length).slice(1, 2)

/** A link to each session. */
async function linked(store: Store): Promise<readonly { readonly key: string; readonly path: string }[]> {
  const found: { readonly key: string; readonly path: string }[] = []
  for await (const { key } of store.export()) {
    const token = randomToken()
    await store.links.create({
      ...{ hash: hashOf(token), key, createdAt: '2026-11-20T12:00:00.000Z', createdBy: mark('operator') },
      ...{ expiresAt: EXPIRES, revokedAt: null },
    })
    found.push({ key, path: `/p/${token}` })
  }
  return found
}

/** All of an answer as it goes over the wire, the link's own token left out. */
async function ask(
  url: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly text: string }> {
  const answer = await fetch(url + path, { headers: { accept: 'text/html', ...headers } })
  const text = `${JSON.stringify([...answer.headers])}\n${await answer.text()}`
  return { status: answer.status, text: text.replaceAll(/\/p\/[\w-]{32}/g, '/p/…') }
}

/** Text of a stream until it holds something. */
async function streamed(url: string, until: RegExp, act: () => Promise<unknown>): Promise<string> {
  const sent = get(url)
  const [answer]: IncomingMessage[] = await once(sent, 'response')
  if (answer === undefined) throw new Error('no answer')
  let text = JSON.stringify(answer.headers)
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await expect.poll(() => text, { timeout: 10_000 }).toContain('event: ready')
  await act()
  await expect.poll(() => until.test(text), { timeout: 10_000 }).toBe(true)
  sent.destroy()
  return text
}

/** Names of what leaked; never the text, which is what must not be shown. */
const found = (text: string): readonly string[] => [
  ...leaksIn(text),
  ...(CLOSED.test(text) ? ['a word of ours that says too much'] : []),
]

test('nothing marked reaches the payer: page, JSON, events, errors, and nothing at all is logged', async () => {
  const place = ENGINES[0]?.place() ?? {}
  const store = await opened(place)
  await store.record(NUMBERS.map((each) => marked(each, AT)))
  const links = await linked(store)
  expect(links).toHaveLength(NUMBERS.length)

  const said: string[] = []
  const server = start(await bundled(), { program: 'serve', place, port: 0 }, (line) => said.push(line))
  const url = await server.said('ready')
  const states = new Set<string>()
  for (const [index, { path }] of links.entries()) {
    const page = await ask(url, `${path}?lang=${['en', 'de', 'es'][index % 3]}`)
    const state = await ask(url, `${path}/state.json`)
    for (const { status, text } of [page, state]) {
      expect(status).toBe(200)
      expect(found(text), `session ${index}`).toEqual([])
    }
    states.add(/"state":"(\w+)"/.exec(state.text)?.[1] ?? '')
  }
  // Every text that a payer can read was looked at.
  expect([...states].sort()).toEqual([...PAYER_STATES].sort())

  for (const path of ['', '/nothing', '/state.json/x', '/events?after=nonsense']) {
    const { status, text } = await ask(url, links[0]?.path + path, path === '' ? { host: 'evil.example' } : {})
    if (path !== '') expect(status).toBeGreaterThanOrEqual(400)
    expect(found(text), path).toEqual([])
  }
  const first = links.find(({ key }) => key.endsWith('-0'))
  const events = await streamed(`${url}${first?.path}/events`, /event: change[\s\S]*: still here/, async () => {
    // Of another session as well: its payer is told of that.
    await store.record(FIRST.map((each) => marked(each, LATER)))
  })
  expect(events.match(/event: change/g)).toHaveLength(1)
  expect(found(events)).toEqual([])
  await server.kill()
  expect(said).toEqual([`ready ${url}`])
})

test('the scanner finds a leak: on the page, in JSON, in events', async () => {
  const store = await openStore({ url: 'sqlite::memory:' })
  await store.record(EXAMPLE.map((each) => marked(each, AT)))
  const [link] = await linked(store)
  const leaky: Store = {
    ...store,
    get: async (key) => {
      const stored = await store.get(key)
      // As if an amount were made from a text of the provider.
      return stored && { ...stored, session: { ...stored.session, amount: { value: '1.00', currency: `X${MARKER}` } } }
    },
  }
  const server = await served({
    store: leaky,
    links: store.links,
    merchant: `Shop of ${mark('name')}`,
    liveEveryMs: 20,
  })
  expect((await ask(server.url, `${link?.path}/state.json`)).status).toBe(200)
  expect(found((await ask(server.url, `${link?.path}/state.json`)).text)).toEqual([
    'the marker of a planted credential',
  ])
  expect(found((await ask(server.url, link?.path ?? '')).text)).toContain('the marker of a planted credential')
  // The board's own events name the session, as operators need it.
  const events = await streamed(`${server.url}/events`, /event: change/, () =>
    store.record(EXAMPLE.map((each) => marked(each, LATER))),
  )
  expect(found(events)).toContain('the marker of a planted credential')
  await server.close()
  await store.close()
})
