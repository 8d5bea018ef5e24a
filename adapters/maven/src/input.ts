import * as z from 'zod/mini'
import { type Money, money } from '@onetill/core'
import { invalidInputs, moneySchema, toIssues } from '@onetill/core/adapter'

/** Cardholder billing address; forwarded to Authorize.net only, the other gateways ignore it. */
export interface MavenBillingAddress {
  /** 1–60 characters. */
  readonly street: string
  /** 1–40 characters. */
  readonly city: string
  /** 2–40 characters. */
  readonly state: string
  /** 3–20 characters. */
  readonly zip: string
  /** ISO 3166-1 alpha-2, 2–60 characters. @default "US" (Maven's) */
  readonly country?: string | null
  /** At most 50 characters. */
  readonly firstName?: string | null
  /** At most 50 characters. */
  readonly lastName?: string | null
}

/** A voice session to create. Source: docs.trymaven.com/api-reference/public-api-v1/create-session, read 2026-11-20. */
export interface MavenCreateInput {
  /** UUID or slug. */
  readonly project: string
  /** The payer's number in E.164, e.g. `+14155551234`. */
  readonly caller: string
  /** In US dollars, the only currency the request knows; above zero in charge mode. */
  readonly amount: Money
  /** `charge` takes money, `tokenize` only saves the card. */
  readonly mode: 'charge' | 'tokenize'
  /** Who moves the money; has to be connected to the project. */
  readonly gateway: 'stripe' | 'authorizenet' | 'braintree' | 'shift4'
  /** The merchant's own reference. Maven has no field for it: it is kept as `expected.reference`. */
  readonly reference?: string
  /** At most 500 characters. */
  readonly description?: string | null
  /** Phone number or SIP URI to go back to; at most 256 characters. */
  readonly callback?: string | null
  /** Call context passed back on transfer. */
  readonly memory?: string | null
  /** For the address check of Authorize.net; other gateways ignore it. */
  readonly billingAddress?: MavenBillingAddress | null
}

const length = (min: number, max: number) => z.string().check(z.minLength(min), z.maxLength(max))

const createInput = z.strictObject({
  project: z.string().check(z.minLength(1)),
  caller: z.string().check(z.regex(/^\+[1-9]\d{1,14}$/)),
  amount: moneySchema,
  mode: z.enum(['charge', 'tokenize']),
  gateway: z.enum(['stripe', 'authorizenet', 'braintree', 'shift4']),
  reference: z.optional(z.string().check(z.minLength(1))),
  description: z.nullish(length(0, 500)),
  callback: z.nullish(length(0, 256)),
  memory: z.nullish(z.string()),
  billingAddress: z.nullish(
    z.strictObject({
      street: length(1, 60),
      city: length(1, 40),
      state: length(2, 40),
      zip: length(3, 20),
      country: z.nullish(length(2, 60)),
      firstName: z.nullish(length(0, 50)),
      lastName: z.nullish(length(0, 50)),
    }),
  ),
})

/**
 * Checks the input and writes Maven's body.
 * @throws invalid_input with every path that is wrong
 * @throws amount_precision when the amount has more decimals than dollars have
 */
export function toCreateBody(input: MavenCreateInput): { readonly amount: Money; readonly body: string } {
  const result = createInput.safeParse(input)
  if (!result.success) throw invalidInputs(result.error.issues.flatMap(toIssues))
  const { billingAddress: address, ...rest } = result.data
  if (rest.amount.currency !== 'USD') throw invalidInputs([{ path: 'amount.currency', expected: 'USD' }])
  const amount = money(rest.amount.value, 'USD')
  if (rest.mode === 'charge' && !/[1-9]/.test(amount.value)) {
    throw invalidInputs([{ path: 'amount', expected: 'more than zero in charge mode' }])
  }
  const body = {
    project: rest.project,
    caller: rest.caller,
    amount: amount.value,
    mode: rest.mode,
    gateway: rest.gateway,
    description: rest.description,
    callback: rest.callback,
    memory: rest.memory,
    billing_address: address && {
      street: address.street,
      city: address.city,
      state: address.state,
      zip: address.zip,
      country: address.country,
      first_name: address.firstName,
      last_name: address.lastName,
    },
  }
  return { amount, body: JSON.stringify(body) }
}

/** A read by the payer's number. */
export interface MavenFindBy {
  /** E.164, e.g. `+14155551234`. */
  readonly caller: string
}

const findBy = z.strictObject({ caller: z.string().check(z.regex(/^\+[1-9]\d{1,14}$/)) })

/** Checks a read by caller. @throws invalid_input */
export function toCaller(by: MavenFindBy): string {
  const result = findBy.safeParse(by)
  if (!result.success) throw invalidInputs(result.error.issues.flatMap(toIssues))
  return result.data.caller
}
