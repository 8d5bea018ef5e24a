import { money } from '@onetill/core'
import type { Observation } from '@onetill/store'
import { at, sample } from '../../../packages/store/src/conformance/sample.ts'

const SHARED = 25

/** Batch of a number: a new session, the one before paid, and news of one that many batches share. */
export function batch(number: number): readonly Observation[] {
  const amount = money(`${number}.01`, 'USD')
  return [
    sample(`b${number}`, number, 'open', { amount, createdAt: at(number) }),
    sample(`b${Math.max(number - 1, 0)}`, number + 1, 'paid', { via: 'webhook', amount }),
    sample(`shared${number % SHARED}`, number, number % 2 === 0 ? 'open' : 'processing', {
      updatedAt: at(number),
      description: `news ${number}`,
    }),
  ]
}
