import { createBook } from '../common/book.ts'
import { systemClock } from '../common/clock.ts'
import { jsonText, readJson } from '../common/json-text.ts'
import { createRandom } from '../common/random.ts'
import { startServer } from '../common/server.ts'
import type { Simulator, SimulatorOptions } from '../common/simulator.ts'
import { later, toMilliseconds } from '../common/time.ts'
import { toAnswer, toCreated, toRefundCreated } from './answer.ts'
import { type JwtErrorShape, toErrorBody, toMessages } from './error.ts'
import { type JwtCreateInput, type JwtOrder, readOrder, toBody } from './input.ts'
import { applyAction, isPossible, issueRefund, type JwtAction, type JwtDetails, settle } from './lifecycle.ts'
import { createReplayBook } from './replay.ts'
import { addRoutes } from './routes.ts'
import type { JwtRecord, JwtRefundRecord, JwtSession, JwtSnapshot } from './session.ts'
import { issueToken, isTokenValid, TOKEN_MS } from './token.ts'

/** Options of {@link startJwtCheckoutSimulator}. */
export interface JwtCheckoutSimulatorOptions extends SimulatorOptions<JwtSnapshot> {
  /**
   * The one API key accepted, beside the JWTs this simulator issues.
   * @default 'ks_test_' and 32 times '0'
   */
  readonly apiKey?: string
  /**
   * Milliseconds until an unpaid session expires.
   * @default 3600000, as in the reference page's example
   */
  readonly sessionMs?: number
  /**
   * Which documented shape errors have.
   * @default 'session'
   */
  readonly errorShape?: JwtErrorShape
}

/** What is answered beside a forced word. */
export interface JwtForced {
  /** `failureReason` beside the forced word. @default as it is */
  readonly failureReason?: string | null
}

/** The JWT checkout API's side. `setWord` also takes the id of a refund. */
export interface JwtCheckoutSimulator
  extends Simulator<JwtSession, JwtCreateInput, JwtAction, JwtDetails, JwtForced, JwtSnapshot> {
  readonly credentials: { readonly apiKey: string }
  /** A bearer JWT that ends by the simulator's clock. @param options `ttlMs`: milliseconds, one hour unless given */
  readonly issueToken: (options?: { readonly ttlMs?: number }) => string
  /** The provider confirms or rejects a refund that is PENDING. */
  readonly settleRefund: (
    refundId: string,
    word: 'COMPLETED' | 'FAILED',
    details?: { readonly failureReason?: string },
  ) => JwtSession
}

const DEFAULT_KEY = `ks_test_${'0'.repeat(32)}`
/** The only refund `failureReason` in the documents. */
const REFUND_FAILURE = 'LOST_OR_STOLEN_CARD'

/**
 * Starts the JWT checkout API over HTTP.
 * Source: its "Get checkout session" reference page, docs.kadosei.com/create-a-payment, /refunds, /about-the-api (read
 * 2026-11-20).
 */
export const startJwtCheckoutSimulator = async (
  options: JwtCheckoutSimulatorOptions = {},
): Promise<JwtCheckoutSimulator> => {
  const clock = options.clock ?? systemClock
  const apiKey = options.apiKey ?? DEFAULT_KEY
  const shape = options.errorShape ?? 'session'
  const random = createRandom(options.snapshot?.random ?? options.seed ?? 1)
  const book = createBook(options.snapshot?.sessions ?? [], (record) => record.id)
  const replays = createReplayBook(options.snapshot?.replays ?? [])
  const text = (record: JwtRecord): string => jsonText(toAnswer(record, clock.now()))
  const native = (record: JwtRecord): JwtSession => JSON.parse(text(record))
  const open = (order: JwtOrder, id: string = random.uuid()): JwtRecord => {
    const now = clock.now()
    const record: JwtRecord = {
      ...order,
      id,
      createdAt: toMilliseconds(now),
      updatedAt: toMilliseconds(now),
      expiresAt: toMilliseconds(later(now, options.sessionMs ?? 3_600_000)),
      word: 'PENDING',
      failureReason: null,
      providerName: null,
      refunds: [],
      forced: null,
    }
    book.add(id, record)
    return record
  }
  const getRefund = (id: string): { readonly record: JwtRecord; readonly refund: JwtRefundRecord } => {
    for (const record of book.all()) {
      const refund = record.refunds.find((candidate) => candidate.id === id)
      if (refund !== undefined) return { record, refund }
    }
    throw new Error(`no session or refund ${id}`)
  }
  const server = await startServer({
    clock,
    options,
    errorBody: (status) => toErrorBody(status, shape),
    routes: (app) =>
      addRoutes(app, {
        shape,
        replays,
        accepts: (bearer) => bearer === apiKey || isTokenValid(bearer, clock.now()),
        open: (order) => toCreated(open(order), clock.now()),
        read: (id) => {
          const record = book.find(id)
          return record === null ? null : toAnswer(record, clock.now())
        },
        refund: (id, order) => {
          const record = book.find(id)
          if (record === null) return { kind: 'unknown-session' }
          if (!isPossible(record, 'refund', clock.now())) return { kind: 'not-refundable' }
          const refund = issueRefund(record, order, { id: random.uuid(), now: clock.now() })
          return typeof refund === 'string'
            ? { kind: refund }
            : { kind: 'issued', body: toRefundCreated(record, refund) }
        },
      }),
  })
  return {
    ...server,
    credentials: { apiKey },
    issueToken: ({ ttlMs = TOKEN_MS } = {}) => issueToken(clock.now(), ttlMs),
    create: (input) => {
      const { order, problems } = readOrder(readJson(jsonText(toBody(input))))
      if (problems.length > 0) throw new Error(toMessages(problems).join('; '))
      return native(open(order, input.id))
    },
    act: (id, action, details = {}) => {
      const record = book.get(id)
      applyAction(record, { action, details, now: clock.now(), random })
      return native(record)
    },
    settleRefund: (refundId, word, { failureReason = REFUND_FAILURE } = {}) => {
      const { record, refund } = getRefund(refundId)
      settle(record, refund, { word, failureReason, now: clock.now() })
      return native(record)
    },
    sessions: () => book.all().map(native),
    text: (id) => text(book.get(id)),
    setWord: (id, word, forced = {}) => {
      const session = book.find(id)
      const { record, refund } = session === null ? getRefund(id) : { record: session, refund: session }
      refund.forced = { word, ...forced }
      refund.updatedAt = toMilliseconds(clock.now())
      record.updatedAt = refund.updatedAt
      return native(record)
    },
    snapshot: () =>
      structuredClone({
        version: 1,
        provider: 'jwt-checkout',
        random: random.state(),
        sessions: book.all(),
        replays: replays.all(),
      }),
  }
}
