import { ERRORS } from '@onetill/core'
import { code, page, plain, table } from './markdown.ts'

/** Every error code, from the table of the code. */
export const errorsPage = (): string =>
  page(
    'Error codes',
    'An error answers two questions first: may something exist at the provider now (`outcome`), and may I repeat (`retry`)? How to handle them: [the guide](../guide/errors.md).',
    table(
      ['code', 'outcome', 'retry', 'meaning'],
      Object.entries(ERRORS).map(([name, { outcome, retry, meaning }]) => [code(name), outcome, retry, plain(meaning)]),
    ),
  )
