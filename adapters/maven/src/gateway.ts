import type { CardProcessor, JsonRecord } from '@onetill/core'
import { invalidResponse, isJsonObject, optionalText } from '@onetill/core/adapter'
import { PROCESSOR_FIELDS, type ProcessorField } from './schema.ts'

/** What a field says, and the place of that in a reading. */
const ROLES = {
  chargeId: 0,
  paymentIntentId: 1,
  customerId: 2,
  paymentMethodId: 3,
  code: 4,
  responseCode: 5,
  avs: 6,
  cvv: 7,
  cavv: 8,
  networkTransactionId: 9,
  captureState: 10,
  brand: 11,
  last4: 12,
  receiptUrl: 13,
} as const
type Role = keyof typeof ROLES
type Fields = Partial<Record<Role, readonly ProcessorField[]>>

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
type KnownGateway = keyof typeof GATEWAY_FIELDS

/** Fields that every gateway has. */
const COMMON: Fields = { brand: ['card_brand'], last4: ['card_last4'], receiptUrl: ['receipt_url'] }

/** Where a documented field goes: its role, and its rank among the names of that role. Null: nowhere with this gateway. */
type Place = { readonly role: number; readonly rank: number } | null
interface Places {
  readonly byName: ReadonlyMap<string, Place>
  /** In the order of `PROCESSOR_FIELDS`. */
  readonly inOrder: readonly Place[]
}

const PLACES: Readonly<Record<KnownGateway, Places>> = {
  stripe: placesOf([GATEWAY_FIELDS.stripe]),
  authorizenet: placesOf([GATEWAY_FIELDS.authorizenet]),
  braintree: placesOf([GATEWAY_FIELDS.braintree]),
  shift4: placesOf([GATEWAY_FIELDS.shift4]),
}

/** Any gateway the session does not name, or that has no fields in the schema (Fiserv): every name is tried. */
const ANY_PLACES = placesOf(Object.values(GATEWAY_FIELDS))

function placesOf(gateways: readonly Fields[]): Places {
  const byName = new Map<string, Place>(PROCESSOR_FIELDS.map((name) => [name, null]))
  for (const [key, role] of Object.entries(ROLES)) {
    const names = [COMMON, ...gateways].flatMap((fields) => fields[key as Role] ?? [])
    for (const [rank, name] of [...new Set(names)].entries()) byName.set(name, { role, rank })
  }
  return { byName, inOrder: PROCESSOR_FIELDS.map((name) => byName.get(name) ?? null) }
}

/** Whether the gateway is a row of the table. */
export function isKnownGateway(gateway: string | null): gateway is KnownGateway {
  return gateway !== null && Object.hasOwn(GATEWAY_FIELDS, gateway)
}

/** Maven's `processor` in the model. */
export interface ProcessorReading {
  /** Null when neither gateway nor object is there. */
  readonly processor: CardProcessor | null
  /** The documented fields as they came when one of them has no place in the model, so that nothing is lost; else null. */
  readonly unplaced: JsonRecord | null
  /** Whether the payment was skipped by the test mode (/testing). */
  readonly testSkip: boolean
}

/**
 * Maven's flat `processor` object → one card processor, and what has no place in it: another gateway's field, a second
 * name of one role. Answers come in the order of the published schema, so the next name is guessed before it is looked up.
 * @throws invalid_response for a documented field that is no text
 */
export function readProcessor(gateway: string | null, native: unknown): ProcessorReading {
  if (native === null || native === undefined) {
    return { processor: gateway === null ? null : toCard(gateway, []), unplaced: null, testSkip: false }
  }
  if (!isJsonObject(native)) throw invalidResponse('processor', 'object')
  const places = isKnownGateway(gateway) ? PLACES[gateway] : ANY_PLACES
  const roles: (string | null)[] = NO_ROLES.slice()
  const ranks: number[] = NO_RANKS.slice()
  let texts = 0
  let placed = 0
  let foreign = 0
  let guess = 0
  for (const name in native) {
    const value = native[name]
    const place = PROCESSOR_FIELDS[guess] === name ? places.inOrder[guess++] : places.byName.get(name)
    if (place === undefined) foreign++
    else if (typeof value !== 'string') optionalText(value, `processor.${name}`)
    else {
      texts++
      if (place === null) continue
      const { role, rank } = place
      const best = ranks[role] ?? NO_RANK
      if (best === NO_RANK) placed++
      if (rank < best) {
        ranks[role] = rank
        roles[role] = value
      }
    }
  }
  const whole = texts > placed
  return {
    processor: toCard(gateway ?? 'unknown', roles),
    unplaced: whole ? documentedTexts(native, places, foreign) : null,
    testSkip: native['test_skip'] === true,
  }
}

const NO_RANK = 99
const NO_ROLES: readonly null[] = Object.values(ROLES).map(() => null)
const NO_RANKS: readonly number[] = Object.values(ROLES).map(() => NO_RANK)

function toCard(gateway: string, roles: readonly (string | null)[]): CardProcessor {
  const code = roles[ROLES.code] ?? null
  const responseCode = roles[ROLES.responseCode] ?? null
  const avs = roles[ROLES.avs] ?? null
  const cvv = roles[ROLES.cvv] ?? null
  const cavv = roles[ROLES.cavv] ?? null
  const networkTransactionId = roles[ROLES.networkTransactionId] ?? null
  const captureState = roles[ROLES.captureState] ?? null
  const answered = code ?? responseCode ?? avs ?? cvv ?? cavv ?? networkTransactionId ?? captureState
  const brand = roles[ROLES.brand] ?? null
  const last4 = roles[ROLES.last4] ?? null
  return {
    kind: 'card',
    gateway,
    chargeId: roles[ROLES.chargeId] ?? null,
    paymentIntentId: roles[ROLES.paymentIntentId] ?? null,
    customerId: roles[ROLES.customerId] ?? null,
    paymentMethodId: roles[ROLES.paymentMethodId] ?? null,
    card: brand === null && last4 === null ? null : { brand, last4 },
    receiptUrl: roles[ROLES.receiptUrl] ?? null,
    authorization:
      answered === null ? null : { code, responseCode, avs, cvv, cavv, networkTransactionId, captureState },
  }
}

/** All documented, as a rule: their types were checked, and a whole copy is much cheaper than one field by field. */
function documentedTexts(native: { readonly [name: string]: unknown }, places: Places, foreign: number): JsonRecord {
  if (foreign === 0) return { ...native } as JsonRecord
  const copy: Record<string, string | null> = {}
  for (const [name, value] of Object.entries(native))
    if (places.byName.has(name)) copy[name] = optionalText(value, name)
  return copy
}
