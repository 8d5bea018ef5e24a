// Sessions as the adapters make them, from the normalized fixtures of the other benchmark.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CheckoutSession, money } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import { type Observation, observe } from '@onetill/store'

// `import.meta.dirname` is the folder of the program, also in what it imports: it runs as a bundle.
const fixture = (name: string): CheckoutSession =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.session.json`), 'utf8'))

const SOURCES = [
  { session: fixture('maven'), facts: maven({ apiKey: 'mvn_test_bench' }).provider },
  { session: fixture('maash-example'), facts: maash({ apiKey: 'mk_test_bench' }).provider },
  {
    session: fixture('jwt-checkout'),
    facts: jwtCheckout({ baseUrl: 'https://checkout.example.com', token: 'bench' }).provider,
  },
] as const

const START = Date.UTC(2026, 0, 1)
const HALF_MINUTE = 30_000

/** UTC text of a session's number: one every half minute. */
export const timeOf = (number: number): string => new Date(START + number * HALF_MINUTE).toISOString()

/** An id that has no order, as those of providers. */
export const idOf = (number: number): string => createHash('sha1').update(String(number)).digest('hex').slice(0, 32)

/** What may differ from the fixture. */
export type Parts = Partial<
  Pick<
    CheckoutSession,
    'id' | 'reference' | 'createdAt' | 'updatedAt' | 'account' | 'environment' | 'status' | 'detail' | 'providerStatus'
  >
> & { readonly amount?: readonly [value: string, currency: string]; readonly asOf?: string }

/** A session of a number, seen by a read. */
export function seen(number: number, { amount = ['25.00', 'USD'], asOf, ...parts }: Parts = {}): Observation {
  const source = SOURCES[number % SOURCES.length] ?? SOURCES[0]
  const at = asOf ?? timeOf(number)
  const session: CheckoutSession = {
    ...source.session,
    id: idOf(number),
    reference: `order-${number}`,
    createdAt: timeOf(number),
    updatedAt: at,
    amount: money(...amount),
    expected: null,
    assumed: [],
    mismatch: [],
    observed: { ...source.session.observed, via: 'read', at },
    ...parts,
  }
  return observe(session, source.facts)
}
