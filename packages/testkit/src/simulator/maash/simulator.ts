import { createBook } from '../common/book.ts'
import { systemClock } from '../common/clock.ts'
import { jsonText, readJson } from '../common/json-text.ts'
import { createRandom } from '../common/random.ts'
import { startServer } from '../common/server.ts'
import type { Simulator, SimulatorOptions } from '../common/simulator.ts'
import { later, toShortTime } from '../common/time.ts'
import { toAnswer, toCreated, toSelected } from './answer.ts'
import { toErrorBody } from './error.ts'
import { type MaashCreateInput, type MaashOrder, readOrder, toBody } from './input.ts'
import { applyAction, chooseToken, type MaashAction, type MaashDetails, wordAt } from './lifecycle.ts'
import { toQuote } from './quote.ts'
import { addRoutes } from './routes.ts'
import type { MaashRecord, MaashSession, MaashSnapshot, MaashTokens, MaashWebhookWord } from './session.ts'
import { toSessionToken } from './session-token.ts'
import { SUPPORTED, UNSUPPORTED } from './tokens.ts'
import { toWebhookBody } from './webhook.ts'

/** Options of {@link startMaashSimulator}. */
export interface MaashSimulatorOptions extends SimulatorOptions<MaashSnapshot> {
  /**
   * The one key accepted.
   * @default 'mk_test_' and 32 times '0'
   */
  readonly apiKey?: string
  /**
   * Milliseconds until an unpaid session expires.
   * @default 172800000, the documents' 48 h
   */
  readonly sessionMs?: number
  /**
   * How an expired session is read: by its status, or with HTTP 410. The documents say both.
   * @default 'status'
   */
  readonly expired?: 'status' | 'gone'
  /** `supported_methods` of every session; absent, as in the documents' example, unless given. */
  readonly supportedMethods?: Readonly<Record<string, boolean>>
  /** What sessions may be paid with. @default the lists of the documents' example */
  readonly supportedTokens?: MaashTokens
  /** What they may not be paid with. @default the lists of the documents' example */
  readonly unsupportedTokens?: MaashTokens
}

/** Maash's side. */
export interface MaashSimulator
  extends Simulator<MaashSession, MaashCreateInput, MaashAction, MaashDetails, undefined, MaashSnapshot> {
  readonly credentials: { readonly apiKey: string }
  /** The token that `checkout_url_with_token` carries, for select-payment. */
  readonly sessionToken: (id: string) => string
  /** The JSON text of a webhook saying `status`; the words of webhooks are not those of a read. */
  readonly webhookBody: (id: string, status: MaashWebhookWord | (string & {})) => string
}

const DEFAULT_KEY = `mk_test_${'0'.repeat(32)}`
const TWO_DAYS_MS = 172_800_000

/**
 * Starts Maash's checkout API over HTTP.
 * Source: docs.maash.io/api-reference, /webhooks, /error-handling (read 2026-11-20).
 */
export const startMaashSimulator = async (options: MaashSimulatorOptions = {}): Promise<MaashSimulator> => {
  const clock = options.clock ?? systemClock
  const apiKey = options.apiKey ?? DEFAULT_KEY
  const random = createRandom(options.snapshot?.random ?? options.seed ?? 1)
  const book = createBook(options.snapshot?.sessions ?? [], (record) => record.id)
  const supported = options.supportedTokens ?? SUPPORTED
  const text = (record: MaashRecord): string =>
    jsonText(toAnswer(record, clock.now(), options.supportedMethods ?? null))
  const native = (record: MaashRecord): MaashSession => JSON.parse(text(record))
  const existing = ({ merchantId, transactionId }: MaashOrder): MaashRecord | undefined =>
    book.all().find((record) => record.transactionId === transactionId && record.merchantId === merchantId)
  const open = (order: MaashOrder, given: Partial<MaashCreateInput> = {}): MaashRecord => {
    const now = clock.now()
    const record: MaashRecord = {
      ...order,
      id: given.session_id ?? `cs_${random.ulid(now)}`,
      ownTransactionId: random.ulid(now),
      supported: given.supported_tokens ?? supported,
      unsupported: given.unsupported_tokens ?? options.unsupportedTokens ?? UNSUPPORTED,
      createdAt: toShortTime(now),
      updatedAt: toShortTime(now),
      expiresAt: toShortTime(later(now, options.sessionMs ?? TWO_DAYS_MS)),
      word: 'pending',
      payment: null,
      forced: null,
    }
    book.add(record.id, record)
    return record
  }
  const act = (id: string, action: MaashAction, details: MaashDetails = {}): MaashSession => {
    const record = book.get(id)
    applyAction(record, { action, details, now: clock.now(), random })
    return native(record)
  }
  const isExpired = (record: MaashRecord): boolean => wordAt(record, clock.now()) === 'expired'
  const server = await startServer({
    clock,
    options,
    errorBody: toErrorBody,
    routes: (app) =>
      addRoutes(app, {
        apiKey,
        open: (order) => {
          const known = existing(order)
          return { data: toCreated(known ?? open(order)), known: known === undefined ? 'new' : 'existing' }
        },
        read: (id) => {
          const record = book.find(id)
          if (record === null) return null
          const gone = options.expired === 'gone' && record.forced === null && isExpired(record)
          return {
            data: toAnswer(record, clock.now(), options.supportedMethods ?? null),
            life: gone ? 'gone' : 'running',
          }
        },
        sessionOf: (token) => {
          const record = book.all().find(({ id }) => toSessionToken(id) === token)
          return record === undefined ? null : { id: record.id, life: isExpired(record) ? 'expired' : 'running' }
        },
        select: (id, choice) => {
          const record = book.get(id)
          const open = ['pending', 'awaiting_payment'].includes(record.word)
          if (!open || chooseToken(record, choice) === null) return null
          act(id, 'select', choice)
          return record.payment === null ? null : toSelected(record, record.payment, clock.now())
        },
        quote: (request) => toQuote(request, clock.now(), random),
        // Listed in the overview; its body is not in the readable part of the documents.
        tokens: () => supported,
      }),
  })
  return {
    ...server,
    credentials: { apiKey },
    act,
    create: (input) => {
      const { order, problems } = readOrder(readJson(jsonText(toBody(input))))
      if (problems.length > 0) throw new Error(problems.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '))
      return native(existing(order) ?? open(order, input))
    },
    sessions: () => book.all().map(native),
    text: (id) => text(book.get(id)),
    setWord: (id, word) => {
      const record = book.get(id)
      record.forced = word
      record.updatedAt = toShortTime(clock.now())
      return native(record)
    },
    sessionToken: (id) => toSessionToken(book.get(id).id),
    webhookBody: (id, status) => toWebhookBody(book.get(id), status, clock.now(), random),
    snapshot: () => structuredClone({ version: 1, provider: 'maash', random: random.state(), sessions: book.all() }),
  }
}
