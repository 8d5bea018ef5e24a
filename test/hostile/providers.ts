import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Key } from './place.ts'
import type { ProviderId } from './protocol.ts'

/** What the hostile answers need to know of a provider. */
export interface ProviderRow {
  readonly id: ProviderId
  readonly credentialPrefix: string
  /** Path of a read without the id. */
  readonly readPath: string
  /** A good answer; the hostile ones are made of it. */
  readonly calm: string
  /** Where an amount stands in it. */
  readonly amount: readonly Key[]
  /** HTTP status and body of a refusal. */
  readonly refusal: { readonly status: number; readonly body: string }
}

/** Requests of a create whose answer is lost: the read that may settle it comes after it. */
export const AND_READ = 2

const fixture = (provider: ProviderId, name: string): string =>
  readFileSync(join(import.meta.dirname, '..', '..', 'adapters', provider, 'fixtures', name), 'utf8')

export const PROVIDERS: readonly ProviderRow[] = [
  {
    id: 'maven',
    credentialPrefix: 'mvn_test_',
    readPath: '/v1/sessions/',
    calm: fixture('maven', 'session.paid.stripe.json'),
    amount: ['amount'],
    refusal: { status: 422, body: fixture('maven', 'error.422-rejected.list.json') },
  },
  {
    id: 'maash',
    credentialPrefix: 'mk_test_',
    readPath: '/checkout/sessions/',
    calm: fixture('maash', 'session.open.eur.json'),
    amount: ['data', 'amount_usd'],
    refusal: { status: 400, body: fixture('maash', 'error.400-rejected.document.json') },
  },
  {
    id: 'jwt-checkout',
    credentialPrefix: 'eyJhbGciOi',
    readPath: '/api/v1/sessions/',
    calm: fixture('jwt-checkout', 'session.paid.three-refunds.json'),
    amount: ['refunds', 0, 'amount'],
    refusal: { status: 422, body: fixture('jwt-checkout', 'error.422-rejected.json') },
  },
]
