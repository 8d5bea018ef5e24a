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
  invalidResponse,
  isJsonObject,
  type Mapper,
  nativeReader,
  optionalText,
  readMoney,
  readTime,
  statusDecision,
} from '@onetill/core/adapter'
import { isKnownGateway, readProcessor } from './gateway.ts'
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

const readNative = nativeReader<NativeSession>(sessionSchema)

/** Maven's answers and webhook bodies → sessions. */
export const mavenMapper: Mapper<MavenSession> = defineMapper<MavenSession>({
  provider,
  statuses: STATUS,
  toSession(native, context) {
    const raw = readNative(native)
    const notes: Note[] = []
    const { processor, unplaced, testSkip } = readProcessor(optionalText(raw.gateway, 'gateway'), raw.processor)
    const failure = toFailure(raw)
    const mode = optionalText(raw.mode, 'mode')
    const status = toStatus(raw.status, mode, context, processor, failure, notes)
    const caller = optionalText(raw.caller, 'caller')
    const completedAt = readTime(raw.completed_at, 'completed_at')
    return buildSession(
      provider,
      {
        id: raw.session_id,
        status,
        providerStatus: raw.status,
        providerDone: toDone(raw.is_terminal),
        environment: toEnvironment(raw, testSkip),
        amount: toAmount(raw, notes),
        purpose: PURPOSES.get(mode ?? '') ?? null,
        createdAt: readTime(raw.created_at, 'created_at'),
        updatedAt: readTime(raw.updated_at, 'updated_at'),
        expiresAt: readTime(raw.expires_at, 'expires_at'),
        completedAt,
        paidAt: status.pair.status === 'paid' ? completedAt : null,
        payVia: toPayVia(raw),
        processor,
        failure,
        customer: caller === null ? null : { phone: caller, email: null, name: null },
        description: optionalText(raw.description, 'description'),
        providerData: {
          project: optionalText(raw.project_slug, 'project_slug') ?? optionalText(raw.project, 'project'),
          mode,
          callback: optionalText(raw.callback, 'callback'),
          memory: optionalText(raw.memory, 'memory'),
          transferStatus: optionalText(raw.transfer_status, 'transfer_status'),
          source: optionalText(raw.source, 'source'),
          processor: unplaced,
        },
        notes,
      },
      context,
    )
  },
  explain(native, context) {
    const raw = readNative(native)
    const gateway = optionalText(raw.gateway, 'gateway')
    const { processor } = readProcessor(gateway, raw.processor)
    const failure = toFailure(raw)
    const mode = optionalText(raw.mode, 'mode')
    const code = failure?.providerCode ?? null
    const decisions = [
      statusDecision('status', raw.status, toStatus(raw.status, mode, context, processor, failure, [])),
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
  word: string,
  mode: string | null,
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
    mode,
    captureStatus,
    responseCode: authorization?.responseCode,
    failure: failure !== null && failure.code !== 'unknown' ? 'declined' : null,
  }
  return decideStatus(STATUS, word, context, facts)
}

function toAmount(raw: NativeSession, notes: Note[]): Money | null {
  if (raw.amount === null || raw.amount === undefined) return null
  return readMoney(raw.amount, raw.currency, AMOUNT, notes)
}

function toDone(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  if (value === null || value === undefined) return null
  throw invalidResponse('is_terminal', 'boolean')
}

function toFailure({ error }: NativeSession): Failure | null {
  if (error === null || error === undefined) return null
  if (!isJsonObject(error)) throw invalidResponse('error', 'object')
  const providerCode = optionalText(error['code'], 'error.code')
  const message = optionalText(error['message'], 'error.message')
  return { code: FAILURES.get(providerCode ?? '') ?? 'unknown', providerCode, message }
}

function toEnvironment({ environment }: NativeSession, testSkip: boolean): Environment | null {
  // A skipped payment is simulated, whatever else the answer says.
  if (testSkip) return 'test'
  const word = optionalText(environment, 'environment')
  return word === 'live' || word === 'test' ? word : null
}

function toPayVia({ phone_number, sip_uri }: NativeSession): CheckoutSession['payVia'] {
  const phoneNumber = optionalText(phone_number, 'phone_number')
  const sipUri = optionalText(sip_uri, 'sip_uri')
  return phoneNumber === null && sipUri === null ? null : { kind: 'call', phoneNumber, sipUri }
}

function rowIf(found: boolean, source: string): DecidingRow | undefined {
  return found ? { source, documented: true } : undefined
}
