import { jwtCheckoutMapper } from '@onetill/jwt-checkout'
import { maashMapper } from '@onetill/maash'
import { mavenMapper } from '@onetill/maven'

/** Signs Maven's deliveries. */
export const WEBHOOK_SECRET = 'whsec_c4na7a9e3b2c4d6f8091a2b3c4d5c4na'

const fixtures = (adapter: string) => new URL(`../../adapters/${adapter}/fixtures/`, import.meta.url)

/** Each adapter: its names in a bundle, which option holds its credential, its options there, its mapper here, and what its deliveries name. */
export const PROVIDERS = [
  {
    id: 'maven',
    names: { module: '@onetill/maven', factory: 'maven', mapper: 'mavenMapper' },
    credential: 'apiKey',
    options: { apiKey: `mvn_test_${'0'.repeat(32)}`, webhookSecret: WEBHOOK_SECRET },
    environment: 'test',
    fixtures: fixtures('maven'),
    mapper: mavenMapper,
    sampleId: '7d3f0c01-4a1b-4c2d-8e3f-90a1b2c3d401',
  },
  {
    id: 'maash',
    names: { module: '@onetill/maash', factory: 'maash', mapper: 'maashMapper' },
    credential: 'apiKey',
    options: { apiKey: `mk_test_${'0'.repeat(32)}` },
    environment: 'test',
    fixtures: fixtures('maash'),
    mapper: maashMapper,
    sampleId: 'cs_01ARZ3NDEKTSV4RRFFQ69G5FAV',
  },
  {
    id: 'jwt-checkout',
    names: { module: '@onetill/jwt-checkout', factory: 'jwtCheckout', mapper: 'jwtCheckoutMapper' },
    credential: 'token',
    options: { baseUrl: 'https://checkout.example.com', token: `ks_test_${'0'.repeat(32)}` },
    environment: 'test',
    fixtures: fixtures('jwt-checkout'),
    mapper: jwtCheckoutMapper,
    sampleId: 'e4b8c1a2-1234-5678-abcd-ef1234567890',
  },
] as const
