import type { Context, Hono } from 'hono'
import { answer, bearerOf } from '../common/answer.ts'
import { type JsonInput, jsonText, readJson } from '../common/json-text.ts'
import { type JwtErrorShape, toErrorBody, toMessages } from './error.ts'
import { type JwtOrder, type JwtRefundOrder, readOrder, readRefundOrder } from './input.ts'
import { IDEMPOTENCY_KEY, type ReplayBook } from './replay.ts'

/** What the endpoints need. */
export interface JwtBackend {
  readonly shape: JwtErrorShape
  readonly accepts: (bearer: string) => boolean
  readonly replays: ReplayBook
  readonly open: (order: JwtOrder) => unknown
  readonly read: (id: string) => unknown
  readonly refund: (id: string, order: JwtRefundOrder) => RefundResult
}

/** What came of a refund request. */
export type RefundResult =
  | { readonly kind: 'issued'; readonly body: unknown }
  | { readonly kind: 'unknown-session' | 'not-refundable' | 'nothing-left' | 'too-much' }

/** Which HTTP status says it: meanings of 404, 409 and 422 in docs.kadosei.com/about-the-api; the choice is ours. */
const REFUSAL = { 'unknown-session': 404, 'not-refundable': 409, 'nothing-left': 409, 'too-much': 422 } as const

interface Result {
  readonly status: number
  readonly body: unknown
}

/**
 * The endpoints of the "Get checkout session" reference page, docs.kadosei.com/create-a-payment and /refunds (read
 * 2026-11-20). "2xx" is all they say about success codes.
 */
export const addRoutes = (app: Hono, backend: JwtBackend): void => {
  const failure = (status: number, message?: string | readonly string[]): Result => ({
    status,
    body: toErrorBody(status, backend.shape, message),
  })

  /** Requires the header, answers a repetition with the first answer, and keeps the answer of what succeeded. */
  const once = async (context: Context, work: (body: JsonInput) => Result): Promise<Response> => {
    const key = context.req.header('idempotency-key') ?? ''
    if (!IDEMPOTENCY_KEY.test(key)) return send(failure(400, ['Idempotency-Key header must be a UUID v4']))
    const text = await context.req.text()
    const request = `${context.req.path} ${text}`
    const known = backend.replays.find(key)
    // The same key with another request: not documented.
    if (known !== null) return known.request === request ? answer(known.status, known.body) : send(failure(409))
    const body = read(text === '' ? '{}' : text)
    if (body === undefined) return send(failure(400, ['body: not JSON']))
    const result = work(body)
    if (result.status < 400) {
      backend.replays.add({ key, request, status: result.status, body: jsonText(result.body) })
    }
    return send(result)
  }

  app.use(async (context, next) => {
    const bearer = bearerOf(context.req.raw)
    return bearer !== null && backend.accepts(bearer) ? next() : send(failure(401))
  })

  app.post('/api/v1/sessions', (context) =>
    once(context, (body) => {
      const { order, problems } = readOrder(body)
      return problems.length > 0 ? failure(400, toMessages(problems)) : { status: 201, body: backend.open(order) }
    }),
  )

  app.get('/api/v1/sessions/:id', (context) => {
    const session = backend.read(context.req.param('id'))
    return send(session === null ? failure(404) : { status: 200, body: session })
  })

  app.post('/api/v1/sessions/:id/refunds', (context) =>
    once(context, (body) => {
      const { order, problems } = readRefundOrder(body)
      if (problems.length > 0) return failure(400, toMessages(problems))
      const result = backend.refund(context.req.param('id'), order)
      return result.kind === 'issued' ? { status: 201, body: result.body } : failure(REFUSAL[result.kind])
    }),
  )
}

const send = ({ status, body }: Result): Response => answer(status, body)

const read = (text: string): JsonInput | undefined => {
  try {
    return readJson(text)
  } catch {
    return undefined
  }
}
