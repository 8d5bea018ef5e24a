import { createBodyReader, type Problem } from '../common/body.ts'
import { compareDecimal } from '../common/decimal.ts'
import type { JsonInput } from '../common/json-text.ts'
import { GATEWAYS, type MavenGateway, type MavenMode, MODES } from './session.ts'

/** `BillingAddress` of the create document. */
export interface MavenBillingAddress {
  readonly street: string
  readonly city: string
  readonly state: string
  readonly zip: string
  readonly country?: string | null
  readonly first_name?: string | null
  readonly last_name?: string | null
}

/**
 * Body of `POST /v1/sessions`; the amount as decimal text (dollars).
 * Source: docs.trymaven.com/api-reference/public-api-v1/create-session (read 2026-11-20).
 */
export interface MavenCreateInput {
  /** UUID or slug. */
  readonly project: string
  /** E.164. */
  readonly caller: string
  /** Above zero in charge mode. */
  readonly amount: string
  readonly mode: MavenMode
  readonly gateway: MavenGateway
  /** At most 500 characters. */
  readonly description?: string | null
  /** Phone number or SIP URI, at most 256 characters. */
  readonly callback?: string | null
  readonly memory?: string | null
  /** Goes to Authorize.net only. */
  readonly billing_address?: MavenBillingAddress | null
}

/** A create body after validation. */
export interface MavenOrder {
  readonly project: string
  readonly caller: string
  readonly amount: string
  readonly mode: MavenMode
  readonly gateway: MavenGateway
  readonly description: string | null
  readonly callback: string | null
  readonly memory: string | null
  readonly billed: 'with-address' | 'without-address'
}

/** E.164. */
export const PHONE = { pattern: /^\+[1-9]\d{1,14}$/, patternMessage: 'Value error, not a phone number in E.164 format' }

/** Reads a create body; when `problems` is not empty, `order` means nothing. */
export const readOrder = (body: JsonInput): { readonly order: MavenOrder; readonly problems: readonly Problem[] } => {
  const reader = createBodyReader(body, ['body'])
  const address = reader.optionalRecord('billing_address')
  address?.text('street', { min: 1, max: 60 })
  address?.text('city', { min: 1, max: 40 })
  address?.text('state', { min: 2, max: 40 })
  address?.text('zip', { min: 3, max: 20 })
  address?.optionalText('country', { min: 2, max: 60 })
  address?.optionalText('first_name', { max: 50 })
  address?.optionalText('last_name', { max: 50 })
  const order: MavenOrder = {
    project: reader.text('project'),
    caller: reader.text('caller', PHONE),
    amount: reader.amount('amount', { accept: 'number-or-text', min: '0' }),
    mode: reader.choice('mode', MODES),
    gateway: reader.choice('gateway', GATEWAYS),
    description: reader.optionalText('description', { max: 500 }),
    callback: reader.optionalText('callback', { max: 256 }),
    memory: reader.optionalText('memory'),
    billed: address === null ? 'without-address' : 'with-address',
  }
  if (reader.problems.length === 0 && order.mode === 'charge' && compareDecimal(order.amount, '0') === 0) {
    const msg = 'Value error, amount must be greater than 0 for charge mode'
    reader.problems.push({ loc: ['body', 'amount'], msg, type: 'value_error' })
  }
  return { order, problems: reader.problems }
}
