import { ALPHABET, type Random } from '../common/random.ts'
import type { MavenGateway, MavenMode, MavenProcessor, MavenRecord } from './session.ts'

/** What the gateway said. `skipped` is the "mango" test session, which never reaches one. */
export type Outcome = 'approved' | 'authorized' | 'held' | 'declined' | 'error' | 'skipped'

/** The card the payer used. */
export interface Card {
  readonly brand: string
  readonly last4: string
}

interface Context {
  readonly random: Random
  readonly card: Card
  readonly outcome: Outcome
  readonly record: MavenRecord
}

interface Field {
  readonly gateway: MavenGateway | 'any'
  readonly modes: readonly MavenMode[]
  readonly outcomes: readonly Outcome[]
  readonly value: (context: Context) => string
}

const TAKEN: readonly Outcome[] = ['approved', 'authorized']
const REACHED: readonly Outcome[] = ['approved', 'authorized', 'held', 'declined']
const ANSWERED: readonly Outcome[] = [...REACHED, 'error']
const CHARGE: readonly MavenMode[] = ['charge']
const TOKENIZE: readonly MavenMode[] = ['tokenize']
const BOTH: readonly MavenMode[] = ['charge', 'tokenize']

/** Authorize.net's response codes: 1 approved, 2 declined, 3 error, 4 held (get-session document, Processor). */
const RESPONSE_CODE = { approved: '1', authorized: '1', declined: '2', error: '3', held: '4', skipped: '' } as const

const letters = (prefix: string) => (context: Context) => prefix + context.random.text(24, ALPHABET.letters)
const digits = (length: number) => (context: Context) => context.random.text(length, ALPHABET.digits)
const short = (context: Context): string => context.random.text(8, ALPHABET.hex)

/**
 * The 23 keys of `Processor`, in the schema's order (docs.trymaven.com/api-reference/public-api-v1/get-session). Which
 * gateway and mode fills them: descriptions there, /integrations/stripe-connect for Stripe's lists per mode (read
 * 2026-11-20). By elimination: `braintree_transaction_id`, `shift4_charge_id` in charge mode; by analogy: the CIM ids in
 * tokenize mode. What a refusal leaves behind is not documented.
 */
const FIELDS = {
  card_brand: { gateway: 'any', modes: BOTH, outcomes: ANSWERED, value: ({ card }) => card.brand },
  card_last4: { gateway: 'any', modes: BOTH, outcomes: ANSWERED, value: ({ card }) => card.last4 },
  receipt_url: {
    gateway: 'stripe',
    modes: CHARGE,
    outcomes: TAKEN,
    value: letters('https://pay.stripe.com/receipts/'),
  },
  stripe_charge_id: { gateway: 'stripe', modes: CHARGE, outcomes: TAKEN, value: letters('ch_') },
  stripe_payment_intent_id: { gateway: 'stripe', modes: CHARGE, outcomes: REACHED, value: letters('pi_') },
  payment_method_id: { gateway: 'stripe', modes: BOTH, outcomes: TAKEN, value: letters('pm_') },
  stripe_customer_id: { gateway: 'stripe', modes: TOKENIZE, outcomes: TAKEN, value: letters('cus_') },
  authnet_transaction_id: { gateway: 'authorizenet', modes: CHARGE, outcomes: REACHED, value: digits(11) },
  authnet_auth_code: { gateway: 'authorizenet', modes: CHARGE, outcomes: TAKEN, value: digits(6) },
  authnet_response_code: {
    gateway: 'authorizenet',
    modes: CHARGE,
    outcomes: ANSWERED,
    value: ({ outcome }) => RESPONSE_CODE[outcome],
  },
  // Without a billing address AVS answers U, unavailable (create document, billing_address).
  authnet_avs_result_code: {
    gateway: 'authorizenet',
    modes: CHARGE,
    outcomes: REACHED,
    value: ({ record }) => (record.billed === 'with-address' ? 'Y' : 'U'),
  },
  authnet_cvv_result_code: { gateway: 'authorizenet', modes: CHARGE, outcomes: REACHED, value: () => 'M' },
  authnet_cavv_result_code: { gateway: 'authorizenet', modes: CHARGE, outcomes: TAKEN, value: () => '2' },
  authnet_network_trans_id: { gateway: 'authorizenet', modes: CHARGE, outcomes: TAKEN, value: digits(15) },
  authnet_capture_status: {
    gateway: 'authorizenet',
    modes: CHARGE,
    outcomes: TAKEN,
    value: ({ outcome }) => (outcome === 'authorized' ? 'authorized' : 'captured'),
  },
  authnet_customer_profile_id: { gateway: 'authorizenet', modes: TOKENIZE, outcomes: TAKEN, value: digits(9) },
  authnet_payment_profile_id: { gateway: 'authorizenet', modes: TOKENIZE, outcomes: TAKEN, value: digits(9) },
  braintree_transaction_id: { gateway: 'braintree', modes: CHARGE, outcomes: REACHED, value: short },
  braintree_customer_id: { gateway: 'braintree', modes: TOKENIZE, outcomes: TAKEN, value: digits(11) },
  braintree_payment_method_token: { gateway: 'braintree', modes: TOKENIZE, outcomes: TAKEN, value: short },
  shift4_charge_id: { gateway: 'shift4', modes: CHARGE, outcomes: TAKEN, value: letters('char_') },
  shift4_customer_id: { gateway: 'shift4', modes: TOKENIZE, outcomes: TAKEN, value: letters('cust_') },
  shift4_card_id: { gateway: 'shift4', modes: TOKENIZE, outcomes: TAKEN, value: letters('card_') },
} as const satisfies Record<string, Field>

/** A card for a payer who names none. */
export const chooseCard = (random: Random): Card => ({
  brand: random.pick(['visa', 'mastercard', 'amex', 'discover']),
  last4: random.text(4, ALPHABET.digits),
})

/** The `processor` object after the gateway answered: all 23 keys, null where this gateway and mode says nothing. */
export const toProcessor = (context: Context): MavenProcessor => {
  const { record, outcome } = context
  const value = (field: Field): string | null =>
    (field.gateway === 'any' || field.gateway === record.gateway) &&
    field.modes.includes(record.mode) &&
    field.outcomes.includes(outcome)
      ? field.value(context)
      : null
  const fields = Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, value(field)]))
  // docs.trymaven.com/testing (read 2026-11-20)
  return outcome === 'skipped' ? { ...fields, test_skip: true } : fields
}
