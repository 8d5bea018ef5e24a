import type { CardProcessor } from '@onetill/core'
import type { NativeProcessor } from './schema.ts'

type Field = Exclude<keyof NativeProcessor, 'test_skip'>
type Role =
  | 'chargeId'
  | 'paymentIntentId'
  | 'customerId'
  | 'paymentMethodId'
  | 'code'
  | 'responseCode'
  | 'avs'
  | 'cvv'
  | 'cavv'
  | 'networkTransactionId'
  | 'captureState'
type Fields = Partial<Record<Role, readonly Field[]>>

/**
 * Each gateway's field names → one set of roles; of several names the first that is there counts.
 * Source: `Processor` in docs.trymaven.com/api-reference/public-api-v1/get-session; bare names:
 * /integrations/authorizenet-setup and /testing; all read 2026-11-20.
 */
const GATEWAY_FIELDS = {
  stripe: {
    chargeId: ['stripe_charge_id', 'charge_id', 'transaction_id'],
    paymentIntentId: ['stripe_payment_intent_id', 'payment_intent_id'],
    customerId: ['stripe_customer_id', 'customer_id'],
    paymentMethodId: ['payment_method_id'],
  },
  authorizenet: {
    chargeId: ['authnet_transaction_id', 'transaction_id'],
    customerId: ['authnet_customer_profile_id', 'customer_profile_id'],
    paymentMethodId: ['authnet_payment_profile_id', 'payment_profile_id'],
    code: ['authnet_auth_code', 'auth_code'],
    responseCode: ['authnet_response_code', 'response_code'],
    avs: ['authnet_avs_result_code', 'avs_result_code'],
    cvv: ['authnet_cvv_result_code', 'cvv_result_code'],
    cavv: ['authnet_cavv_result_code', 'cavv_result_code'],
    networkTransactionId: ['authnet_network_trans_id', 'network_trans_id'],
    captureState: ['authnet_capture_status', 'capture_status'],
  },
  braintree: {
    chargeId: ['braintree_transaction_id', 'transaction_id'],
    customerId: ['braintree_customer_id', 'customer_id'],
    paymentMethodId: ['braintree_payment_method_token', 'payment_method_token'],
  },
  shift4: {
    chargeId: ['shift4_charge_id', 'charge_id', 'transaction_id'],
    customerId: ['shift4_customer_id', 'customer_id'],
    paymentMethodId: ['shift4_card_id', 'card_id'],
  },
} as const satisfies Record<string, Fields>

/** A gateway whose fields we know. */
export type KnownGateway = keyof typeof GATEWAY_FIELDS

/** Any gateway the session does not name, or that has no fields in the schema (Fiserv): every name is tried. */
const ANY: Fields = (() => {
  const merged: Partial<Record<Role, Field[]>> = {}
  for (const fields of Object.values<Fields>(GATEWAY_FIELDS)) {
    for (const role of Object.keys(fields) as Role[]) merged[role] = [...(merged[role] ?? []), ...(fields[role] ?? [])]
  }
  return merged
})()

const SHARED: readonly Field[] = ['card_brand', 'card_last4', 'receipt_url']

/** Field lists and the names each gateway leaves over, worked out once. */
const PLANS: ReadonlyMap<string, Plan> = new Map(
  Object.entries<Fields>(GATEWAY_FIELDS).map(([gateway, fields]): [string, Plan] => [gateway, planFor(fields)]),
)
const ANY_PLAN = planFor(ANY)

interface Plan {
  readonly fields: Fields
  /** Names of other gateways: kept apart when they hold something. */
  readonly others: readonly Field[]
}

/** Whether the gateway is a row of the table. */
export function isKnownGateway(gateway: string): boolean {
  return PLANS.has(gateway)
}

/** Maven's flat `processor` object → one card processor; what no role takes is kept under its own name. */
export function toProcessor(
  gateway: string | null | undefined,
  native: NativeProcessor | null | undefined,
): { readonly processor: CardProcessor | null; readonly rest: Readonly<Record<string, string>> | null } {
  if (native === null || native === undefined) {
    return { processor: typeof gateway === 'string' ? emptyProcessor(gateway) : null, rest: null }
  }
  const plan = PLANS.get(gateway ?? '') ?? ANY_PLAN
  const { fields } = plan
  const code = pick(native, fields.code)
  const responseCode = pick(native, fields.responseCode)
  const avs = pick(native, fields.avs)
  const cvv = pick(native, fields.cvv)
  const cavv = pick(native, fields.cavv)
  const networkTransactionId = pick(native, fields.networkTransactionId)
  const captureState = pick(native, fields.captureState)
  const answered = code ?? responseCode ?? avs ?? cvv ?? cavv ?? networkTransactionId ?? captureState
  const brand = native.card_brand ?? null
  const last4 = native.card_last4 ?? null
  const processor: CardProcessor = {
    kind: 'card',
    gateway: gateway ?? 'unknown',
    chargeId: pick(native, fields.chargeId),
    paymentIntentId: pick(native, fields.paymentIntentId),
    customerId: pick(native, fields.customerId),
    paymentMethodId: pick(native, fields.paymentMethodId),
    card: brand === null && last4 === null ? null : { brand, last4 },
    receiptUrl: native.receipt_url ?? null,
    authorization:
      answered === null ? null : { code, responseCode, avs, cvv, cavv, networkTransactionId, captureState },
  }
  return { processor, rest: leftOver(native, plan, processor) }
}

function emptyProcessor(gateway: string): CardProcessor {
  const ids = { chargeId: null, paymentIntentId: null, customerId: null, paymentMethodId: null }
  return { kind: 'card', gateway, ...ids, card: null, receiptUrl: null, authorization: null }
}

function pick(native: NativeProcessor, names: readonly Field[] | undefined): string | null {
  if (names === undefined) return null
  for (const name of names) {
    const value = native[name]
    if (value !== null && value !== undefined) return value
  }
  return null
}

/** Fields that hold something but were not taken: other gateways' names, and doubles of a role. */
function leftOver(
  native: NativeProcessor,
  plan: Plan,
  processor: CardProcessor,
): Readonly<Record<string, string>> | null {
  let rest: Record<string, string> | null = null
  for (const name of plan.others) {
    const value = native[name]
    if (value !== null && value !== undefined) {
      rest ??= {}
      rest[name] = value
    }
  }
  for (const role in plan.fields) {
    const names = plan.fields[role as Role]
    if (names === undefined || names.length < 2) continue
    const taken = role in processor ? processor[role as keyof CardProcessor] : processor.authorization?.[role as 'code']
    for (const name of names) {
      const value = native[name]
      if (value !== null && value !== undefined && value !== taken) {
        rest ??= {}
        rest[name] = value
      }
    }
  }
  return rest
}

function planFor(fields: Fields): Plan {
  const own = new Set<Field>([...SHARED, ...Object.values(fields).flat()])
  const all = Object.values<Fields>(GATEWAY_FIELDS).flatMap((row) => Object.values(row).flat())
  return { fields, others: [...new Set(all)].filter((name) => !own.has(name)) }
}
