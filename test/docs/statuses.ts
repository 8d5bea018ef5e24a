import { STATUS_WORDS, STATUSES } from '@onetill/core'
import { PROVIDERS, type Provider } from '../../packages/cli/src/adapters.ts'
import { code, page, plain, table } from './markdown.ts'

/** The rows of a provider's status table, in the order they are tried. */
export const statusRows = ({ mapper }: Provider): string =>
  table(
    ['word', 'channel', 'when', 'is read as', 'documented', 'source'],
    mapper.statuses.rows.map(({ word, channels, when, to, documented, source }) => [
      code(word),
      channels?.join(', ') ?? 'all',
      Object.entries(when ?? {})
        .map(([fact, value]) => code(`${fact} = ${value}`))
        .join(' '),
      to === null ? 'nothing: the session is read again' : code([to.status, to.detail].filter(Boolean).join('/')),
      documented ? 'yes' : 'our reading',
      plain(source),
    ]),
  )

/** Which words of which provider lead to which status, and every table. */
export function statusesPage(): string {
  const all = [...PROVIDERS.values()]
  const words = (provider: Provider, status: string): string =>
    [...new Set(provider.mapper.statuses.rows.filter(({ to }) => to?.status === status).map(({ word }) => word))]
      .map(code)
      .join(' ')
  return page(
    'Statuses',
    'Ten words, closed. A word that stands in no row is `unknown`, with the word kept in `providerStatus`; it is never guessed.',
    table(
      ['status', 'details', ...all.map(({ mapper }) => plain(mapper.provider.name))],
      STATUS_WORDS.map((status) => [
        code(status),
        STATUSES[status].map(code).join(' '),
        ...all.map((provider) => (status === 'unknown' ? 'any other word' : words(provider, status) || '–')),
      ]),
    ),
    'Rows are tried from the top and the first that fits decides. `onetill explain` prints the row that decided.',
    ...all.flatMap((provider) => [`## ${provider.mapper.provider.name}`, statusRows(provider)]),
  )
}
