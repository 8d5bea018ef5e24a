// A small adapter for an invented provider, for the tests of the kit: each `Flaw` is a defect the kit has to find.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  type Adapter,
  type JsonRecord,
  type Mapper,
  type Note,
  normalize,
  type Processor,
  TillError,
} from '@onetill/core'
import {
  buildSession,
  checkBaseUrl,
  decideStatus,
  defineMapper,
  invalidResponse,
  type ProviderFacts,
  pathSegment,
  readMoney,
  readTime,
  request,
  rowName,
  type StatusRow,
  statusTable,
} from '@onetill/core/adapter'
import { isObject } from './json-text.ts'
import type { AdapterSuite } from './suite.ts'

/** What is wrong with the adapter. */
export type Flaw =
  | 'none'
  | 'guesses'
  | 'keeps extra fields'
  | 'null is no'
  | 'throws'
  | 'shows values'
  | 'rounds'
  | 'rolls over'
  | 'another code'
  | 'shows the key'
  | 'climbs'
  | 'offers nothing'
  | 'not whole'
  | 'idle row'
  | 'placeholder'
  | 'never paid'

const SOURCE = 'docs.acme.example/sessions, read 2026-11-20'
const API_KEY = 'acme_c4na_5Tq8Zr2Wx7Lb4Nc9'
const ROWS: readonly StatusRow[] = [
  { word: 'OPEN', to: { status: 'open', detail: 'created' }, source: SOURCE, documented: true },
  { word: 'PAID', to: { status: 'paid', detail: null }, source: SOURCE, documented: true },
]
const IDLE: StatusRow = { word: 'LOST', to: { status: 'failed', detail: null }, source: SOURCE, documented: true }

const facts = (flaw: Flaw): ProviderFacts<'acme'> => ({
  id: 'acme',
  name: 'Acme',
  version: '1.0.0',
  docs: flaw === 'placeholder' ? 'https://docs.example.com' : 'https://docs.acme.example',
  readOn: '2026-11-20',
  baseUrl: 'https://api.acme.example',
  credentialPrefixes: {},
  capabilities: {
    retrieve: true,
    find: [],
    create: flaw === 'offers nothing',
    cancel: false,
    refund: false,
    quote: false,
    selectPayment: false,
    list: false,
    webhook: 'session',
    idempotency: null,
    reportsAmount: true,
    reportsRefunds: false,
    versioned: false,
  },
  rateLimit: null,
  wireExponents: {},
  watch: { lateMoneyGraceMs: 0, refundHorizonMs: 0, unknownLimitMs: 0 },
  unverified: [],
})

const rowsOf = (flaw: Flaw): readonly StatusRow[] => {
  if (flaw === 'idle row') return [...ROWS, IDLE]
  return flaw === 'never paid' ? ROWS.slice(0, 1) : ROWS
}

const optionalText = (native: Record<string, unknown>, name: string): string | null => {
  const value = native[name] ?? null
  if (value !== null && typeof value !== 'string') throw invalidResponse(name, 'text')
  return value
}

function acmeMapper(flaw: Flaw): Mapper {
  const provider = facts(flaw)
  const statuses = statusTable(rowsOf(flaw))
  const read = (native: unknown) => {
    if (flaw === 'throws' && isObject(native) && Array.isArray(native['note'])) throw new TypeError('note is a list')
    if (!isObject(native)) throw invalidResponse('', 'object')
    const { id, state } = native
    if (typeof id !== 'string' || id === '') {
      if (flaw !== 'shows values') throw invalidResponse('id', 'text')
      throw new TillError({ code: 'invalid_response', message: `id is ${JSON.stringify(id)}` })
    }
    if (typeof state !== 'string') throw invalidResponse('state', 'text')
    return { ...native, id, state }
  }
  return defineMapper({
    provider,
    statuses,
    toSession: (native, context) => {
      const raw: Record<string, unknown> & { id: string; state: string } = read(native)
      const notes: Note[] = []
      const decided = decideStatus(statuses, raw.state, context, {})
      const guessed = { ...decided, pair: { status: 'open', detail: null } } as const
      const total = flaw === 'rounds' ? Number(raw['total']).toFixed(2) : raw['total']
      const made = optionalText(raw, 'made_at')
      const known = ['id', 'state', 'total', 'currency', 'made_at', 'note', 'done']
      const keys = Object.keys(raw).filter((key) => !known.includes(key))
      return buildSession<'acme', Processor, JsonRecord>(
        provider,
        {
          id: raw.id,
          status: flaw === 'guesses' && decided.row === undefined ? guessed : decided,
          providerStatus: raw.state,
          providerDone: flaw === 'null is no' && raw['done'] === null ? false : raw['done'] === true || null,
          amount: readMoney(total, raw['currency'], { amount: 'total', currency: 'currency' }, notes),
          createdAt:
            flaw === 'rolls over' && made !== null && !Number.isNaN(Date.parse(made))
              ? new Date(made).toISOString()
              : readTime(made, 'made_at'),
          description: flaw === 'keeps extra fields' && keys.length > 0 ? keys.join() : optionalText(raw, 'note'),
          metadata: flaw === 'not whole' ? JSON.parse('{"a":1}', () => -0) : null,
          providerData: null,
          notes,
        },
        context,
      )
    },
    explain: (native, context) => {
      const { state } = read(native)
      const { pair, row } = decideStatus(statuses, state, context, {})
      return [
        {
          field: 'status',
          path: 'state',
          word: state,
          result: [pair.status, pair.detail].filter(Boolean).join('/'),
          row: row === undefined ? null : rowName(row),
          source: row?.source ?? null,
          documented: row?.documented ?? null,
        },
      ]
    },
  })
}

function acme(flaw: Flaw, mapper: Mapper, baseUrl: string): Adapter {
  const origin = checkBaseUrl(baseUrl, { insecureLoopback: true })
  return {
    ...mapper,
    provider: facts(flaw),
    account: 'default',
    environment: 'unknown',
    retrieve: async (id, call) => {
      const url = `${origin}/sessions/${flaw === 'climbs' ? encodeURI(id) : pathSegment(id, 'id')}`
      const http = { method: 'GET', url, route: '/sessions/{id}', headers: { authorization: API_KEY } } as const
      // Around `request`, which leaves out what repeats a header.
      if (flaw === 'shows the key') {
        const { text } = await call.send(http)
        throw new TillError({ code: 'rejected', message: `answered ${text}` })
      }
      return request(
        { provider: 'acme', account: 'default', name: 'retrieve' },
        call,
        http,
        () => (flaw === 'another code' ? { code: 'gone' } : {}),
        (text) => normalize(mapper, text, { at: call.at, expected: call.expected }),
      )
    },
  }
}

/** The files of Acme's fixtures: name → text. */
export const FILES: Readonly<Record<string, string>> = (() => {
  const session = (state: string) => ({
    id: 's1',
    state,
    total: '12.50',
    currency: 'USD',
    made_at: '2026-11-20T09:00:00Z',
    note: 'a note',
    done: true,
  })
  const row = { source: SOURCE, origin: 'composed', edited: 'values', via: 'read' }
  const files = {
    'session.open.json': session('OPEN'),
    'session.paid.json': session('PAID'),
    'error.401-authentication.json': { error: 'no' },
    'error.404-not_found.json': { error: 'no' },
    'error.422-rejected.json': { error: 'no' },
  }
  const sources = {
    ...Object.fromEntries(Object.keys(files).map((file) => [file, row])),
    'session.open.json': { ...row, status: 'open', detail: 'created' },
    'session.paid.json': { ...row, status: 'paid', detail: null },
  }
  return Object.fromEntries(
    Object.entries({ ...files, 'sources.json': sources }).map(([name, value]) => [name, JSON.stringify(value)]),
  )
})()

/** Writes fixtures into a folder of their own. */
export function writeFixtures(files: Readonly<Record<string, string>> = FILES): URL {
  const folder = mkdtempSync(join(tmpdir(), 'onetill-kit-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return pathToFileURL(`${folder}/`)
}

/** The suite of an Acme adapter with a flaw. */
export function acmeSuite(flaw: Flaw, fixtures: URL): AdapterSuite {
  const mapper = acmeMapper(flaw)
  return {
    mapper,
    fixtures,
    connect: ({ baseUrl }) => acme(flaw, mapper, baseUrl),
    credentials: [API_KEY],
    sampleId: 's1',
    withAmount: (native, { value, currency }) => ({ ...native, total: value, currency }),
    dependents: { currency: ['amount'] },
    hints: { state: ['OPEN', 'PAID', 'open'], done: [true, false] },
  }
}
