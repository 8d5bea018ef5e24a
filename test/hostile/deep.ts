import type { Case } from './case.ts'
import { placesOf, textWith } from './place.ts'
import { PROVIDERS } from './providers.ts'
import { json } from './server.ts'

const DEPTH = 200_000
const nested = (open: string, inside: string, close: string, depth = DEPTH): string =>
  open.repeat(depth) + inside + close.repeat(depth)

const LISTS = nested('[', '1', ']')
/** JSON 200,000 deep. The fourth makes the exact reader do its work too. */
const DEEP = {
  lists: LISTS,
  objects: nested('{"a":', '1', '}'),
  both: nested('[{"a":', '1', '}]', DEPTH / 2),
  'both around a long number': nested('{"a":[', '9007199254740993.1', ']}', DEPTH / 2),
  'lists five times as deep': nested('[', '1', ']', 5 * DEPTH),
} as const
const FORMS = Object.entries(DEEP)

/** In metadata, which may hold anything: the session is there, without what is too deep. */
const metadata = PROVIDERS.filter(({ id }) => id === 'maash').flatMap((provider) =>
  FORMS.flatMap(([name, text]) =>
    [false, true].map((raw): Case => {
      const body = textWith(provider.calm, ['data', 'metadata', 'order'], text)
      return {
        name: `${provider.id}: metadata, deep ${name}${raw ? ', raw kept' : ''}`,
        provider,
        answer: (_, response) => json(response, 200, body),
        steps: [{ operation: 'retrieve', id: 'hostile', raw }],
        outcomes: ['session'],
        note: 'metadata_cut',
      }
    }),
  ),
)

/** In place of each field, object and list of a good answer: read past it or refused, never anything else. */
const places = PROVIDERS.flatMap((provider) =>
  FORMS.slice(0, 2).map(([name, text]): Case => {
    const paths = placesOf(provider.calm)
    // Maven documents no list; an object may stand for `error` or `processor`.
    const refusesAll = provider.id === 'maven' && name === 'lists'
    let next = 0
    return {
      name: `${provider.id}: deep ${name} in each of ${paths.length} places`,
      provider,
      answer: (_, response) => json(response, 200, textWith(provider.calm, paths[next++] ?? [], text)),
      steps: paths.map(() => ({ operation: 'retrieve', id: 'hostile' })),
      outcomes: refusesAll ? ['invalid_response'] : ['invalid_response', 'session'],
    }
  }),
)

/** As the whole of an answer, with and without an end. */
const wholes = PROVIDERS.flatMap((provider) =>
  [FORMS[0], FORMS[3], FORMS[4], ['lists without an end', LISTS.slice(0, DEPTH)]].map(
    ([name = '', text = ''] = []): Case => ({
      name: `${provider.id}: deep ${name} as the whole answer`,
      provider,
      answer: (_, response) => json(response, 200, text),
      steps: [{ operation: 'retrieve', id: 'hostile' }],
      outcomes: ['invalid_response'],
    }),
  ),
)

/** In each place of a refusal, which says no less for it. */
const refusals = PROVIDERS.map((provider): Case => {
  const { status, body } = provider.refusal
  const paths = placesOf(body)
  let next = 0
  return {
    name: `${provider.id}: deep lists in each of ${paths.length} places of a refusal`,
    provider,
    answer: (_, response) => json(response, status, textWith(body, paths[next++] ?? [], LISTS)),
    steps: paths.map(() => ({ operation: 'retrieve', id: 'hostile' })),
    outcomes: ['rejected'],
  }
})

export const deep: readonly Case[] = [...metadata, ...places, ...wholes, ...refusals]
