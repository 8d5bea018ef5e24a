import type { MavenCreateInput } from '@onetill/maven'

const address = { street: '1 Main St', city: 'Springfield', state: 'IL', zip: '62701' }
const least = { project: 'clinic', caller: '+12025550142' }

/** Create inputs: every gateway and mode, bare and with every field at its limit. */
export const creates: readonly MavenCreateInput[] = (
  ['stripe', 'authorizenet', 'braintree', 'shift4'] as const
).flatMap((gateway): MavenCreateInput[] => [
  { ...least, gateway, mode: 'charge', amount: { value: '0.01', currency: 'USD' } },
  { ...least, gateway, mode: 'tokenize', amount: { value: '0.00', currency: 'USD' } },
  {
    ...least,
    gateway,
    mode: 'charge',
    amount: { value: '9007199254740993.07', currency: 'USD' },
    description: 'd'.repeat(500),
    callback: 'sip:desk@example.com',
    memory: '{"ticket":"T-1042"}',
    billingAddress: { ...address, country: 'US', firstName: 'f'.repeat(50), lastName: null },
  },
  {
    ...least,
    gateway,
    mode: 'charge',
    amount: { value: '150.00', currency: 'USD' },
    description: null,
    callback: null,
    memory: null,
    billingAddress: null,
  },
])
