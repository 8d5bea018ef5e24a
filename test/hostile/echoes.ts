import type { Case } from './case.ts'
import { placesOf, textWith } from './place.ts'
import { PROVIDERS } from './providers.ts'
import { credentialIn, json } from './server.ts'

/** How a credential may stand in a text; the adapters take field names and ids out of such. */
const AROUND: readonly ((credential: string) => string)[] = [
  (credential) => credential,
  (credential) => `${credential}: is no key`,
  (credential) => `${credential} must be a text`,
  (credential) => `field.${credential}`,
]

/** A good answer but for a key, which is our credential: paths are made of keys. */
const inKeys = PROVIDERS.filter(({ id }) => id === 'maash').map((provider): Case => {
  const tokens = ['data', 'supported_tokens', 'tokens']
  return {
    name: `${provider.id}: the credential as the key of a field that is wrong`,
    provider,
    answer: (request, response) =>
      json(response, 200, textWith(provider.calm, tokens, JSON.stringify({ [credentialIn(request)]: 5 }))),
    steps: [{ operation: 'retrieve', id: 'hostile' }],
    outcomes: ['invalid_response'],
  }
})

/** A refusal that repeats our credential in each of its places; the header of its request id does so in any case. */
const refusals = PROVIDERS.map((provider): Case => {
  const { status, body } = provider.refusal
  const answers = placesOf(body).flatMap((path) =>
    AROUND.map((around) => (credential: string) => textWith(body, path, JSON.stringify(around(credential)))),
  )
  let next = 0
  return {
    name: `${provider.id}: ${answers.length} refusals that repeat the credential`,
    provider,
    answer: (request, response) => json(response, status, answers[next++]?.(credentialIn(request)) ?? ''),
    steps: answers.map(() => ({ operation: 'retrieve', id: 'hostile' })),
    outcomes: ['rejected'],
  }
})

export const echoes: readonly Case[] = [...refusals, ...inKeys]
