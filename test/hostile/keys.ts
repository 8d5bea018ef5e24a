import type { Case } from './case.ts'
import type { Step } from './protocol.ts'
import { PROVIDERS } from './providers.ts'
import { json } from './server.ts'

/** What a key may have picked up from a file, a form or an attacker. */
const BAD: readonly ((key: string) => string)[] = [
  (key) => `${key}\r\nx-injected: 1`,
  (key) => `${key}\r\n\r\nGET /admin HTTP/1.1`,
  (key) => `${key}\r\n`,
  (key) => `${key}\n`,
  (key) => `${key}\r`,
  (key) => `\r\n${key}`,
  (key) => `\n${key}`,
  (key) => `${key.slice(0, 12)}\n${key.slice(12)}`,
  (key) => `${key} `,
  (key) => ` ${key}`,
  (key) => `${key}\t`,
  (key) => `${key}\u0000`,
  (key) => `${key}\u2028`,
  (key) => `${key}\u0100`,
  (key) => `${key}é`,
  (key) => `\ufeff${key}`,
  (key) => `${key}\ud800`,
  (key) => key.repeat(2 ** 15),
]

/** Such keys for every adapter, and from a function at the time of the call. */
export const keys = (secret: string): readonly Case[] =>
  [
    ...PROVIDERS.map((provider) => ({ provider, supplied: false })),
    ...PROVIDERS.filter(({ id }) => id === 'jwt-checkout').map((provider) => ({ provider, supplied: true })),
  ].map(({ provider, supplied }): Case => {
    const operation = supplied ? 'retrieve' : 'construct'
    const steps = BAD.map(
      (spoil): Step => ({
        operation,
        id: 'hostile',
        credential: spoil(`${provider.credentialPrefix}${secret}`),
      }),
    )
    return {
      name: `${provider.id}: ${BAD.length} keys with CR, LF and the like${supplied ? ', from a function' : ''}`,
      provider,
      answer: (_, response) => json(response, 200, provider.calm),
      steps,
      outcomes: ['invalid_options'],
      requests: 0,
      supplied,
    }
  })
