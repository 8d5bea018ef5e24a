import type { Hono } from 'hono'
import { answer, bearerOf } from '../common/answer.ts'
import { createBodyReader, type Problem } from '../common/body.ts'
import { type JsonInput, rawNumber, readJson } from '../common/json-text.ts'
import { toErrorBody, toValidationBody } from './error.ts'
import { type MaashOrder, readOrder } from './input.ts'
import type { QuoteRequest } from './quote.ts'
import { CHAIN_NAMES, type MaashChain, type MaashToken, TOKENS } from './tokens.ts'

/** What the endpoints need; answers are `data`. */
export interface MaashBackend {
  readonly apiKey: string
  readonly open: (order: MaashOrder) => { readonly data: unknown; readonly known: 'new' | 'existing' }
  readonly read: (id: string) => { readonly data: unknown; readonly life: 'running' | 'gone' } | null
  readonly sessionOf: (token: string) => { readonly id: string; readonly life: 'running' | 'expired' } | null
  /** Null when the session cannot be paid so. */
  readonly select: (id: string, choice: { readonly token: MaashToken; readonly chain: MaashChain }) => unknown
  readonly quote: (request: QuoteRequest) => unknown
  readonly tokens: () => unknown
}

const SELECT_PATH = '/checkout/sessions/select-payment'
const USD = { accept: 'number', min: '0.01', max: '1000000', decimals: 2 } as const

/** The endpoints of docs.maash.io/api-reference/overview (read 2026-11-20). Success codes are not stated there. */
export const addRoutes = (app: Hono, backend: MaashBackend): void => {
  app.use(async (context, next) => {
    if (context.req.header('x-maash-user-type') !== 'checkout') return missing('x-maash-user-type', 'must be checkout')
    // select-payment goes by the session's own token instead.
    const key = context.req.header('x-api-key')
    if (context.req.path === SELECT_PATH || key === backend.apiKey) return next()
    return key === undefined ? missing('x-api-key', 'is required') : failed(401, 'invalid_api_key')
  })

  app.post('/checkout/sessions', async (context) => {
    const body = read(await context.req.text())
    if (body === undefined) return failed(400)
    const { order, problems } = readOrder(body)
    if (problems.length > 0) return invalid(problems)
    const { data, known } = backend.open(order)
    return answer(known === 'new' ? 201 : 200, { data })
  })

  app.post(SELECT_PATH, async (context) => {
    const token = bearerOf(context.req.raw)
    if (token === null) return missing('authorization', 'a session token is required')
    const session = backend.sessionOf(token)
    if (session === null) return failed(401)
    if (session.life === 'expired') return failed(401, 'session_expired')
    const body = read(await context.req.text())
    if (body === undefined) return failed(400)
    const reader = createBodyReader(body)
    const choice = { token: reader.choice('token', TOKENS), chain: reader.choice('chain', CHAIN_NAMES) }
    if (reader.problems.length > 0) return invalid(reader.problems)
    const data = backend.select(session.id, choice)
    return data === null ? failed(400) : answer(200, { data })
  })

  app.get('/checkout/quote', (context) => {
    const { amount_usd, token, chain } = context.req.query()
    const reader = createBodyReader({ ...toAmount(amount_usd), ...optional({ token, chain }) })
    const request = {
      amountUsd: reader.amount('amount_usd', USD),
      token: reader.choice('token', TOKENS),
      chain: reader.choice('chain', CHAIN_NAMES),
    }
    return reader.problems.length > 0 ? invalid(reader.problems) : answer(200, { data: backend.quote(request) })
  })

  app.get('/checkout/tokens', () => answer(200, { data: backend.tokens() }))

  app.get('/checkout/sessions/:id', (context) => {
    const found = backend.read(context.req.param('id'))
    if (found === null) return failed(404)
    return found.life === 'gone' ? failed(410) : answer(200, { data: found.data })
  })
}

const read = (text: string): JsonInput | undefined => {
  try {
    return readJson(text)
  } catch {
    return undefined
  }
}

const toAmount = (text: string | undefined): Readonly<Record<string, JsonInput>> => {
  if (text === undefined) return {}
  return { amount_usd: /^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? rawNumber(text) : text }
}

const optional = (fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

const failed = (status: number, error?: string): Response => answer(status, toErrorBody(status, error))
const invalid = (problems: readonly Problem[]): Response => answer(400, toValidationBody(400, problems))
const missing = (name: string, msg: string): Response =>
  answer(401, toValidationBody(401, [{ loc: [name], msg, type: 'missing' }]))
