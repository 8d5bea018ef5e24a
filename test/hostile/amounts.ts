import { jsonPath } from '@onetill/core/adapter'
import type { Case } from './case.ts'
import { textWith } from './place.ts'
import { PROVIDERS } from './providers.ts'
import { json } from './server.ts'

const MIB = 2 ** 20
const fill = (character: string): string => character.repeat(MIB)

/**
 * Amounts of 1 MiB: what a backtracking pattern, a BigInt or a padded text would choke on. `literal`: it is a JSON
 * number. `everywhere`: for every adapter and not Maven alone; all of them read amounts through the same functions.
 */
const AMOUNTS: readonly {
  readonly name: string
  readonly text: string
  readonly literal: boolean
  readonly everywhere: boolean
}[] = [
  { name: '1, zeros, x', text: `1${fill('0')}x`, literal: false, everywhere: true },
  { name: 'zeros', text: fill('0'), literal: false, everywhere: true },
  { name: 'dots', text: fill('.'), literal: false, everywhere: true },
  { name: 'minus signs', text: fill('-'), literal: false, everywhere: true },
  { name: '1, zeros', text: `1${fill('0')}`, literal: true, everywhere: false },
  { name: '-1, zeros', text: `-1${fill('0')}`, literal: true, everywhere: false },
  { name: '0.zeros1', text: `0.${fill('0')}1`, literal: true, everywhere: true },
  { name: '1.zeros', text: `1.${fill('0')}`, literal: true, everywhere: false },
  { name: '1e-nines', text: `1e-${fill('9')}`, literal: true, everywhere: false },
  { name: '1e+zeros', text: `1e+${fill('0')}`, literal: true, everywhere: false },
]

/** Every such amount for every adapter, as text and as it stands: a number, or no JSON at all. */
export const amounts: readonly Case[] = PROVIDERS.flatMap((provider) =>
  AMOUNTS.filter(({ everywhere }) => everywhere || provider.id === 'maven').flatMap(({ name, text, literal }) =>
    ['text', 'literal'].map((form): Case => {
      const body = textWith(provider.calm, provider.amount, form === 'text' ? JSON.stringify(text) : text)
      return {
        name: `${provider.id}: 1 MiB amount, ${name}, as ${form}`,
        provider,
        answer: (_, response) => json(response, 200, body),
        steps: [{ operation: 'retrieve', id: 'hostile' }],
        outcomes: ['invalid_response'],
        path: form === 'text' || literal ? jsonPath(provider.amount) : '',
      }
    }),
  ),
)
