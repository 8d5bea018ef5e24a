import { expect } from 'vitest'
import type { Case } from './case.ts'
import { PROVIDERS } from './providers.ts'
import { json } from './server.ts'

/** Ids that could leave their place in the path, or are none: refused before anything is sent. */
const REFUSED: readonly unknown[] = [
  ...['..', '.', '../', './', '/..', '..\\', '\\..', '../..', '../../admin', 'a/../b', 'a/b', '/', '//example.com'],
  ...['%2e%2e', '%2E%2E', '.%2e', '%2e.', '..%2f', '..%2F..', '%2e%2e%2f', '%252e%252e', '..%5c', '..%00', '%'],
  ...['..;/', '..?', '..#', '?caller=%2B1', '#', 'a?b', 'a#b', '.. ', ' ..', '..\t', '..\n', '..\r\n', '\u0000..'],
  ...['..\u0000', 'a\r\nx-injected: 1', ' ', '', '\u007f', '\ud800', '\udc00..', 'a'.repeat(513), 'a'.repeat(2 ** 20)],
  ...[null, 5, true, ['..'], { toString: '..' }, ['a']],
]

/** Odd ids that stay in their place, whatever they look like. */
const SENT: readonly string[] = [
  ...['...', '....', 'a..b', '..a', 'a..', '..;', '..&', '..=', '~', '*', ':', '@', 'a:b@c', "'", '"', '<>', '$&', '+'],
  ...[
    '\uff0e\uff0e',
    '\u2024\u2024',
    '\u2025',
    '\u2215',
    '\u29f5',
    '\uff0f..',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\u202e..',
  ],
  ...['é', 'e\u0301', '💳', '__proto__', 'constructor', 'a'.repeat(512)],
]

const refused = PROVIDERS.map(
  (provider): Case => ({
    name: `${provider.id}: ${REFUSED.length} ids such as .. and %2e%2e/`,
    provider,
    answer: (_, response) => json(response, 200, provider.calm),
    steps: REFUSED.map((id) => ({ operation: 'retrieve', id })),
    outcomes: ['invalid_input'],
    path: 'id',
    requests: 0,
  }),
)

const sent = PROVIDERS.map(
  (provider): Case => ({
    name: `${provider.id}: ${SENT.length} ids such as ... and \\uff0e\\uff0e`,
    provider,
    answer: (_, response) => json(response, 404, '{}'),
    steps: SENT.map((id) => ({ operation: 'retrieve', id })),
    outcomes: ['not_found'],
    also: (seen) => {
      const segments = seen.map((target) => {
        expect(target.startsWith(provider.readPath)).toBe(true)
        return target.slice(provider.readPath.length)
      })
      for (const segment of segments) expect(segment).toMatch(/^[^/\\?#]+$/)
      expect(segments.map(decodeURIComponent)).toEqual(SENT)
    },
  }),
)

export const ids: readonly Case[] = [...refused, ...sent]
