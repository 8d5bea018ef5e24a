import type { Hono } from 'hono'
import { answer, bearerOf } from '../common/answer.ts'
import type { Problem } from '../common/body.ts'
import { type JsonInput, readJson } from '../common/json-text.ts'
import { toErrorBody, toValidationBody } from './error.ts'
import { type MavenOrder, PHONE, readOrder } from './input.ts'
import type { RateLimit } from './rate-limit.ts'
import type { MavenSession } from './session.ts'

/** What the endpoints need. */
export interface MavenBackend {
  readonly apiKey: string
  readonly phoneNumber: string
  readonly sipUri: string
  readonly limit: RateLimit
  readonly open: (order: MavenOrder) => MavenSession
  readonly find: (id: string) => MavenSession | null
  readonly findByCaller: (caller: string) => MavenSession | null
  readonly cancel: (id: string) => 'cancelled' | 'refused' | 'unknown'
}

const UUID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i

/** The endpoints of docs.trymaven.com/api-reference/public-api-v1 (read 2026-11-20). */
export const addRoutes = (app: Hono, backend: MavenBackend): void => {
  app.use(async (context, next) => {
    if (bearerOf(context.req.raw) !== backend.apiKey) return failed(401)
    const path = context.req.path.replace(/[0-9a-f-]{36}/i, '{session_id}')
    if (backend.limit.count(`${context.req.method} ${path}`) === 'over') return failed(429)
    return next()
  })

  app.post('/v1/sessions', async (context) => {
    const body = read(await context.req.text())
    if (body === undefined) return invalid({ loc: ['body'], msg: 'JSON decode error', type: 'json_invalid' })
    const { order, problems } = readOrder(body)
    if (problems.length > 0) return invalid(...problems)
    const session = backend.open(order)
    return answer(201, {
      session_id: session.session_id,
      status: session.status,
      phone_number: backend.phoneNumber,
      sip_uri: backend.sipUri,
      created_at: session.created_at,
    })
  })

  // Which session of a caller with several is answered is not documented: here the newest.
  app.get('/v1/sessions', (context) => {
    const caller = context.req.query('caller')
    if (caller === undefined) return invalid({ loc: ['query', 'caller'], msg: 'Field required', type: 'missing' })
    if (!PHONE.pattern.test(caller)) {
      return invalid({ loc: ['query', 'caller'], msg: PHONE.patternMessage, type: 'value_error' })
    }
    return found(backend.findByCaller(caller))
  })

  app.get('/v1/sessions/:id', (context) => {
    const id = context.req.param('id')
    return UUID.test(id) ? found(backend.find(id.toLowerCase())) : invalid(NOT_A_UUID)
  })

  // 204 and 422 are the declared answers; what a session that is over gets is not documented.
  app.post('/v1/sessions/:id/cancel', (context) => {
    const id = context.req.param('id')
    if (!UUID.test(id)) return invalid(NOT_A_UUID)
    const result = backend.cancel(id.toLowerCase())
    if (result === 'unknown') return failed(404)
    return result === 'cancelled' ? new Response(null, { status: 204 }) : invalid(NOT_CANCELLABLE)
  })

  // The body is not in the readable part of the documents.
  app.get('/v1/auth/check', () => answer(200, {}))
}

const NOT_A_UUID = { loc: ['path', 'session_id'], msg: 'Input should be a valid UUID', type: 'uuid_parsing' }
const NOT_CANCELLABLE = {
  loc: ['path', 'session_id'],
  msg: 'Value error, only a PENDING or COLLECTING session can be cancelled',
  type: 'value_error',
}

const read = (text: string): JsonInput | undefined => {
  try {
    return readJson(text)
  } catch {
    return undefined
  }
}

const failed = (status: number): Response => answer(status, toErrorBody(status))
const invalid = (...problems: readonly Problem[]): Response => answer(422, toValidationBody(problems))
const found = (session: MavenSession | null): Response => (session === null ? failed(404) : answer(200, session))
