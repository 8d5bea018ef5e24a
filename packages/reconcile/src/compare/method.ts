import type { Processor } from '@onetill/core'

/** How it was paid, as far as the provider says: a card's brand, a token, the method behind a hosted page. Null: not said. */
export function methodOf(processor: Processor | null): string | null {
  if (processor === null) return null
  const named = (name: string | null | undefined): string =>
    name == null || name === '' ? processor.kind : `${processor.kind} ${name}`
  switch (processor.kind) {
    case 'card':
      return named(processor.card?.brand?.toLowerCase())
    case 'crypto':
      return named(processor.selected?.token)
    case 'hosted':
      return named(processor.method?.toLowerCase())
  }
}
