import { referenceOf } from '../store/fill.ts'
import { rows as ROWS } from '../store/options.ts'
import { idOf, timeOf } from '../store/sessions.ts'
import { LIVELY, livelyPath } from './lively.ts'

/** What the times of a question count for. */
export type Kind = 'list' | 'filtered' | 'session' | 'search'

/** One question that people ask a board; `run` numbers the repetitions. */
export interface Question {
  readonly name: string
  readonly kind: Kind
  readonly path: (run: number) => string
  /** Stands in every right answer. */
  readonly has: (run: number) => string
}

const ROW = 'class="row-link"'
const NONE = 'No session fits'
const day = (number: number): string => timeOf(number).slice(0, 10)
/** Numbers from all over the store, not one after the other. */
const anywhere = (run: number): number => (run * 104_729) % ROWS

const question = (kind: Kind, name: string, path: Question['path'], has: Question['has'] = () => ROW): Question => ({
  ...{ kind, name, path, has },
})
const after = (number: number): string =>
  encodeURIComponent(JSON.stringify([timeOf(number), `maash/default/${idOf(number)}`]))

export const QUESTIONS: readonly Question[] = [
  question('list', 'first page', () => '/'),
  question('list', 'an older page', (run) => `/?after=${after(Math.max(1_000, anywhere(run)))}`),
  question(
    'list',
    'JSON',
    () => '/api/v1/sessions',
    () => '"sessions":[',
  ),
  question('filtered', 'vendor', () => '/?provider=maash'),
  question('filtered', 'status', () => '/?status=paid'),
  question('filtered', 'status, few', () => '/?status=failed'),
  question('filtered', 'status, old', () => '/?status=review'),
  question(
    'filtered',
    'status, none',
    () => '/?status=reversed',
    () => NONE,
  ),
  question('filtered', 'vendor and status', () => '/?provider=maven&status=expired'),
  question('filtered', 'vendor, status and currency', () => '/?provider=maash&status=paid&currency=USD'),
  question(
    'filtered',
    'vendor and currency, none',
    () => '/?status=paid&currency=JPY',
    () => NONE,
  ),
  question('filtered', 'account, few', () => '/?account=second'),
  question('filtered', 'account, old', () => '/?account=third'),
  question(
    'filtered',
    'environment, none',
    () => '/?env=live',
    () => NONE,
  ),
  question('filtered', 'currency', () => '/?currency=EUR'),
  question('filtered', 'amount, many', () => '/?currency=USD&min=20&max=30'),
  question(
    'filtered',
    'amount, none',
    () => '/?currency=USD&min=26&max=27',
    () => NONE,
  ),
  question('filtered', 'amount and status', () => '/?currency=EUR&min=1000&status=expired'),
  question('filtered', 'a day', (run) => `/?from=${day(anywhere(run))}&to=${day(anywhere(run))}`),
  question(
    'filtered',
    'a day and a status',
    (run) => `/?from=${day(anywhere(run))}&to=${day(anywhere(run))}&status=failed`,
  ),
  question('filtered', 'reference', (run) => `/?ref=${referenceOf(anywhere(run))}`),
  question('filtered', 'needs attention', () => '/?view=attention'),
  question('filtered', 'stuck', () => '/?view=stuck'),
  question(
    'filtered',
    'refunds to watch',
    () => '/?view=refunds',
    () => 'Nothing to look at',
  ),
  question(
    'filtered',
    'unread words',
    () => '/?view=unread',
    () => '<form class="filters"',
  ),
  question(
    'session',
    'page',
    (run) => livelyPath('/sessions', run % LIVELY),
    () => 'data-session',
  ),
  question(
    'session',
    'JSON',
    (run) => livelyPath('/api/v1/sessions', run % LIVELY),
    () => '"session":{',
  ),
  question('search', 'an id', (run) => `/?q=${idOf(anywhere(run))}`),
  question('search', 'an old reference', (run) => `/?q=${referenceOf(anywhere(run))}`),
  question('search', 'the end of a new reference', (run) => `/?q=${referenceOf(ROWS - 1 - run).slice(4)}`),
  question('search', 'the beginning of all', () => '/?q=order-'),
  question('search', 'inside of all', () => '/?q=rder-'),
  question(
    'search',
    'none',
    (run) => `/?q=nobody-${run}`,
    () => NONE,
  ),
  question(
    'search',
    'of a vendor and status',
    (run) => `/?q=${referenceOf(anywhere(run)).slice(0, 12)}&status=paid&provider=maash`,
    () => '<form class="filters"',
  ),
]
