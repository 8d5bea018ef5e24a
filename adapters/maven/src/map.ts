import type {
  CardProcessor,
  CheckoutSession,
  Environment,
  Failure,
  FailureCode,
  JsonRecord,
  MapContext,
  Money,
  Note,
} from '@onetill/core'
import {
  buildSession,
  type DecidedStatus,
  type DecidingRow,
  decideStatus,
  decision,
  defineMapper,
  type Facts,
  type Mapper,
  nativeCopier,
  readMoney,
  readTime,
  statusDecision,
} from '@onetill/core/adapter'
import { isKnownGateway, toProcessor, unplaced } from './gateway.ts'
import { provider } from './provider.ts'
import { type NativeSession, session as sessionSchema } from './schema.ts'
import { STATUS } from './status.ts'

/** What Maven says beyond the model. Personal data: `memory` may hold anything said on the call. */
export type MavenData = {
  /** Slug or id of the project. */
  readonly project: string | null
  /** `charge`, `tokenize`, or another word. */
  readonly mode: string | null
  /** Phone number or SIP URI the call goes back to. */
  readonly callback: string | null
  /** Call context passed back on transfer. */
  readonly memory: string | null
  /** Outcome of the dial back; values are not documented. */
  readonly transferStatus: string | null
  /** Where the session came from, e.g. `chat`. */
  readonly source: string | null
  /** Maven's `processor` as it came, when the model has no place for all of it; else null. */
  readonly processor: JsonRecord | null
}

/** A Maven session in the shared model. */
export type MavenSession = CheckoutSession<'maven', CardProcessor, MavenData>

const GET_SESSION = 'docs.trymaven.com/api-reference/public-api-v1/get-session, read 2026-11-20'
const SDK = 'docs.trymaven.com/widget/sdk, read 2026-11-20'

/** `error.code` → ours. Only these two are shown in the documents; every other code is `unknown` and kept. */
const FAILURES = new Map<string, FailureCode>([
  ['card_declined', 'declined'],
  ['insufficient_funds', 'insufficient_funds'],
])

/** `mode` → purpose. Source: `PaymentMode` in /api-reference/public-api-v1/create-session, read 2026-11-20. */
const PURPOSES = new Map<string, 'payment' | 'save_method'>([
  ['charge', 'payment'],
  ['tokenize', 'save_method'],
])

/** Documented values of `authnet_capture_status` (get-session); any other is noted and decides nothing. */
const CAPTURE_STATES: ReadonlySet<string> = new Set(['captured', 'authorized'])

const AMOUNT = { amount: 'amount', currency: 'currency' }

/** A copy, because `processor` may be kept as it came. */
const readNative = nativeCopier(sessionSchema)

/** Maven's answers and webhook bodies → sessions. */
export const mavenMapper: Mapper<MavenSession> = defineMapper<MavenSession>({
  provider,
  statuses: STATUS,
  toSession(native, context) {
    const raw = readNative(native)
    const notes: Note[] = []
    const processor = toProcessor(raw.gateway, raw.processor)
    const failure = toFailure(raw)
    const status = toStatus(raw, context, processor, failure, notes)
    const completedAt = readTime(raw.completed_at, 'completed_at')
    return buildSession(
      provider,
      {
        id: raw.session_id,
        status,
        providerStatus: raw.status,
        providerDone: raw.is_terminal ?? null,
        environment: toEnvironment(raw),
        amount: toAmount(raw, notes),
        purpose: PURPOSES.get(raw.mode ?? '') ?? null,
        createdAt: readTime(raw.created_at, 'created_at'),
        updatedAt: readTime(raw.updated_at, 'updated_at'),
        expiresAt: readTime(raw.expires_at, 'expires_at'),
        completedAt,
        paidAt: status.pair.status === 'paid' ? completedAt : null,
        payVia: toPayVia(raw),
        processor,
        failure,
        customer: typeof raw.caller === 'string' ? { phone: raw.caller, email: null, name: null } : null,
        description: raw.description ?? null,
        providerData: {
          project: raw.project_slug ?? raw.project ?? null,
          mode: raw.mode ?? null,
          callback: raw.callback ?? null,
          memory: raw.memory ?? null,
          transferStatus: raw.transfer_status ?? null,
          source: raw.source ?? null,
          processor: raw.processor && processor ? unplaced(raw.processor, processor) : null,
        },
        notes,
      },
      context,
    )
  },
  explain(native, context) {
    const raw = readNative(native)
    const processor = toProcessor(raw.gateway, raw.processor)
    const failure = toFailure(raw)
    const { mode, gateway } = raw
    const code = failure?.providerCode ?? null
    const decisions = [
      statusDecision('status', raw.status, toStatus(raw, context, processor, failure, [])),
      decision(
        'purpose',
        'mode',
        mode,
        PURPOSES.get(mode ?? '') ?? 'unknown',
        rowIf(PURPOSES.has(mode ?? ''), GET_SESSION),
      ),
      decision(
        'processor',
        'gateway',
        gateway,
        isKnownGateway(gateway) ? gateway : 'unknown',
        rowIf(isKnownGateway(gateway), GET_SESSION),
      ),
    ]
    if (failure !== null) {
      decisions.push(decision('failure', 'error.code', code, failure.code, rowIf(FAILURES.has(code ?? ''), SDK)))
    }
    return decisions
  },
})

function toStatus(
  raw: NativeSession,
  context: MapContext,
  processor: CardProcessor | null,
  failure: Failure | null,
  notes: Note[],
): DecidedStatus {
  const authorization = processor?.authorization
  const captureStatus = authorization?.captureState?.toLowerCase()
  if (captureStatus !== undefined && !CAPTURE_STATES.has(captureStatus)) {
    notes.push({ code: 'schema_drift', path: 'processor.authnet_capture_status' })
  }
  const facts: Facts = {
    mode: raw.mode,
    captureStatus,
    responseCode: authorization?.responseCode,
    failure: failure !== null && failure.code !== 'unknown' ? 'declined' : null,
  }
  return decideStatus(STATUS, raw.status, context, facts)
}

function toAmount(raw: NativeSession, notes: Note[]): Money | null {
  if (raw.amount === null || raw.amount === undefined) return null
  return readMoney(raw.amount, raw.currency, AMOUNT, notes)
}

function toFailure({ error }: NativeSession): Failure | null {
  if (error === null || error === undefined) return null
  const providerCode = error.code ?? null
  return { code: FAILURES.get(providerCode ?? '') ?? 'unknown', providerCode, message: error.message ?? null }
}

function toEnvironment({ environment, processor }: NativeSession): Environment | null {
  // A skipped payment of the test mode (/testing) is simulated, whatever else the answer says.
  if (processor?.test_skip === true) return 'test'
  return environment === 'live' || environment === 'test' ? environment : null
}

function toPayVia({ phone_number, sip_uri }: NativeSession): CheckoutSession['payVia'] {
  const phoneNumber = phone_number ?? null
  const sipUri = sip_uri ?? null
  return phoneNumber === null && sipUri === null ? null : { kind: 'call', phoneNumber, sipUri }
}

function rowIf(found: boolean, source: string): DecidingRow | undefined {
  return found ? { source, documented: true } : undefined
}
