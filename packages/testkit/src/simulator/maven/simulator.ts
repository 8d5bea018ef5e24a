import { createBook } from '../common/book.ts'
import { systemClock } from '../common/clock.ts'
import { jsonText, readJson } from '../common/json-text.ts'
import { createRandom } from '../common/random.ts'
import { startServer } from '../common/server.ts'
import type { Simulator, SimulatorOptions } from '../common/simulator.ts'
import { later, toShortTime } from '../common/time.ts'
import { toAnswer } from './answer.ts'
import { toErrorBody } from './error.ts'
import { type MavenCreateInput, type MavenOrder, readOrder } from './input.ts'
import { applyAction, isOpen, type MavenAction, type MavenDetails, wordAt } from './lifecycle.ts'
import { createRateLimit } from './rate-limit.ts'
import { addRoutes } from './routes.ts'
import type { MavenRecord, MavenSession, MavenSnapshot } from './session.ts'
import { type MavenWebhookOptions, toWebhookBody } from './webhook.ts'

/** Options of {@link startMavenSimulator}. */
export interface MavenSimulatorOptions extends SimulatorOptions<MavenSnapshot> {
  /**
   * The one key accepted; `mvn_live_…` makes the sessions live.
   * @default 'mvn_test_' and 32 times '0'
   */
  readonly apiKey?: string
  /**
   * Milliseconds until an unused session expires; the documents give no number.
   * @default 900000
   */
  readonly sessionMs?: number
  /**
   * Currency of the sessions; it cannot be set by a request.
   * @default 'USD'
   */
  readonly currency?: string
  /**
   * Requests per minute and endpoint before 429; the documented limit is 20. Absent: no limit.
   */
  readonly rateLimit?: number
}

/** What a forced word is answered with. */
export interface MavenForced {
  /** `is_terminal` beside the forced word. @default as the session's own word says */
  readonly terminal?: boolean
}

/** Maven's side. */
export interface MavenSimulator
  extends Simulator<MavenSession, MavenCreateInput, MavenAction, MavenDetails, MavenForced, MavenSnapshot> {
  readonly credentials: { readonly apiKey: string }
  /** The JSON text of the webhook for a session as it is now; see {@link signMavenWebhook}. */
  readonly webhookBody: (id: string, options?: MavenWebhookOptions) => string
}

const DEFAULT_KEY = `mvn_test_${'0'.repeat(32)}`
const PHONE_NUMBER = '+18005550199'
const SIP_URI = 'sip:pay@maven-simulator.sip.twilio.com'

/**
 * Starts Maven's voice session API over HTTP.
 * Source: docs.trymaven.com/api-reference/public-api-v1, /integrations/webhooks, /testing (read 2026-11-20).
 */
export const startMavenSimulator = async (options: MavenSimulatorOptions = {}): Promise<MavenSimulator> => {
  const clock = options.clock ?? systemClock
  const apiKey = options.apiKey ?? DEFAULT_KEY
  const random = createRandom(options.snapshot?.random ?? options.seed ?? 1)
  const book = createBook(options.snapshot?.sessions ?? [], (record) => record.id)
  const native = (record: MavenRecord): MavenSession => structuredClone(toAnswer(record, clock.now()))
  const open = (order: MavenOrder): MavenSession => {
    const now = clock.now()
    const record: MavenRecord = {
      ...order,
      id: random.uuid(),
      currency: options.currency ?? 'USD',
      environment: apiKey.startsWith('mvn_live_') ? 'live' : 'test',
      createdAt: toShortTime(now),
      updatedAt: toShortTime(now),
      expiresAt: toShortTime(later(now, options.sessionMs ?? 900_000)),
      completedAt: null,
      word: 'PENDING',
      processor: null,
      error: null,
      transferStatus: null,
      forced: null,
    }
    book.add(record.id, record)
    return native(record)
  }
  const act = (id: string, action: MavenAction, details: MavenDetails = {}): MavenSession => {
    const record = book.get(id)
    applyAction(record, { action, details, now: clock.now(), random })
    return native(record)
  }
  const findNative = (record: MavenRecord | null | undefined): MavenSession | null => (record ? native(record) : null)
  const server = await startServer({
    clock,
    options,
    errorBody: toErrorBody,
    routes: (app) =>
      addRoutes(app, {
        apiKey,
        phoneNumber: PHONE_NUMBER,
        sipUri: SIP_URI,
        limit: createRateLimit(options.rateLimit ?? null, clock),
        open,
        find: (id) => findNative(book.find(id)),
        findByCaller: (caller) => findNative(book.all().findLast((record) => record.caller === caller)),
        cancel: (id) => {
          const record = book.find(id)
          if (record === null) return 'unknown'
          if (!isOpen(wordAt(record, clock.now()))) return 'refused'
          act(id, 'cancel')
          return 'cancelled'
        },
      }),
  })
  return {
    ...server,
    credentials: { apiKey },
    act,
    create: (input) => {
      const { order, problems } = readOrder(readJson(jsonText(input)))
      if (problems.length > 0) throw new Error(problems.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '))
      return open(order)
    },
    sessions: () => book.all().map(native),
    text: (id) => jsonText(native(book.get(id))),
    setWord: (id, word, forced = {}) => {
      const record = book.get(id)
      record.forced = { word, terminal: forced.terminal ?? null }
      record.updatedAt = toShortTime(clock.now())
      return native(record)
    },
    webhookBody: (id, webhookOptions) => {
      const record = book.get(id)
      return toWebhookBody({ session: native(record), record, at: clock.now() }, webhookOptions)
    },
    snapshot: () => structuredClone({ version: 1, provider: 'maven', random: random.state(), sessions: book.all() }),
  }
}
