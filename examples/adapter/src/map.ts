import type {
  CheckoutSession,
  Environment,
  Failure,
  HostedProcessor,
  JsonRecord,
  MapContext,
  Money,
  Note,
  Reversal,
} from '@onetill/core'
import {
  buildSession,
  type DecidedStatus,
  decideStatus,
  decision,
  defineMapper,
  type Mapper,
  nativeReader,
  optionalText,
  readMoney,
  readRecord,
  readTime,
  statusDecision,
} from '@onetill/core/adapter'
import { provider } from './provider.ts'
import { toRefundRollUp } from './refund.ts'
import { type NativeAmount, type NativePayment, payment as paymentSchema } from './schema.ts'
import { FAILURE_PAGE, FAILURES, STATUS } from './status.ts'

/** A payment of Mollie in the shared model. */
export type MollieSession = CheckoutSession<'mollie', HostedProcessor, JsonRecord>

const readNative = nativeReader<NativePayment>(paymentSchema)

/** The answer of a read → session. What Mollie does not say is left out and becomes null, never a guess. */
export const mollieMapper: Mapper<MollieSession> = defineMapper<MollieSession>({
  provider,
  statuses: STATUS,
  toSession(native, context) {
    const raw = readNative(native)
    const notes: Note[] = []
    const failure = toFailure(raw)
    const amount = toAmount(raw.amount, 'amount', notes)
    const refunded = toAmount(raw.amountRefunded, 'amountRefunded', notes)
    const paidAt = readTime(raw.paidAt, 'paidAt')
    const canceledAt = readTime(raw.canceledAt, 'canceledAt')
    const expiredAt = readTime(raw.expiredAt, 'expiredAt')
    const failedAt = readTime(raw.failedAt, 'failedAt')
    return buildSession<'mollie', HostedProcessor, JsonRecord>(
      provider,
      {
        id: raw.id,
        status: toStatus(raw, failure, context),
        providerStatus: raw.status,
        environment: toEnvironment(raw),
        amount,
        amounts: { captured: toAmount(raw.amountCaptured, 'amountCaptured', notes) },
        createdAt: readTime(raw.createdAt, 'createdAt'),
        expiresAt: readTime(raw.expiresAt, 'expiresAt'),
        completedAt: paidAt ?? canceledAt ?? expiredAt ?? failedAt,
        paidAt,
        payVia: toPayVia(raw),
        processor: toProcessor(raw),
        refundRollUp: toRefundRollUp(refunded, amount, notes),
        reversal: toReversal(toAmount(raw.amountChargedBack, 'amountChargedBack', notes)),
        failure,
        description: optionalText(raw.description, 'description'),
        metadata: readRecord(raw.metadata, 'metadata', notes),
        providerData: null,
        notes,
      },
      context,
    )
  },
  explain(native, context) {
    const raw = readNative(native)
    const failure = toFailure(raw)
    const code = failure?.providerCode ?? null
    const row = FAILURES.has(code ?? '') ? { source: FAILURE_PAGE, documented: true } : undefined
    return [
      statusDecision('status', raw.status, toStatus(raw, failure, context)),
      ...(failure === null ? [] : [decision('failure', 'details.failureReason', code, failure.code, row)]),
    ]
  },
})

function toStatus({ status }: NativePayment, failure: Failure | null, context: MapContext): DecidedStatus {
  const known = failure !== null && failure.code !== 'unknown'
  return decideStatus(STATUS, status, context, { failure: known ? 'declined' : null })
}

function toAmount(raw: NativeAmount, path: string, notes: Note[]): Money | null {
  if (raw === null || raw === undefined) return null
  return readMoney(raw.value, raw.currency, { amount: `${path}.value`, currency: `${path}.currency` }, notes)
}

function toEnvironment({ mode }: NativePayment): Environment | null {
  const word = optionalText(mode, 'mode')
  return word === 'live' || word === 'test' ? word : null
}

function toFailure({ details }: NativePayment): Failure | null {
  const providerCode = optionalText(details?.failureReason, 'details.failureReason')
  if (providerCode === null) return null
  return { code: FAILURES.get(providerCode) ?? 'unknown', providerCode, message: null }
}

function toPayVia({ _links }: NativePayment): MollieSession['payVia'] {
  const url = optionalText(_links?.checkout?.href, '_links.checkout.href')
  return url === null ? null : { kind: 'url', url }
}

function toProcessor({ method }: NativePayment): HostedProcessor | null {
  const word = optionalText(method, 'method')
  return word === null ? null : { kind: 'hosted', name: null, method: word }
}

/** Only there when it is not zero (docs/models/paymentresponseamountchargedback.md of mollie/mollie-api-typescript). */
function toReversal(amount: Money | null): Reversal | null {
  if (amount === null || !/[1-9]/.test(amount.value)) return null
  return { cause: 'chargeback', state: 'unknown', amount, at: null }
}
