import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bare, WATCH } from './acme.fixture.ts'
import { moneyReceived } from './answers.ts'
import { ERRORS } from './error-codes.ts'
import { STATUSES, type Status, type StatusPair } from './status.ts'

const README = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')

/** Cells of the table under a heading, without its head. */
const table = (heading: string): readonly (readonly string[])[] => {
  const section = README.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

test('the errors of the README are the table of the code', () => {
  expect(table('Errors')).toEqual(
    Object.entries(ERRORS).map(([code, { outcome, retry, meaning }]) => [
      code,
      outcome,
      retry,
      meaning.replaceAll('`', ''),
    ]),
  )
})

test('the statuses of the README have the details and the answer of the code', () => {
  const at = '2026-11-20T12:00:00.000Z'
  const answer = (status: Status): string =>
    moneyReceived(bare({ status, detail: null } satisfies StatusPair), WATCH, at)
  expect(table('Statuses').map(([status, , details, received]) => [status, details, received?.split(' ')[0]])).toEqual(
    Object.entries(STATUSES).map(([status, details]) => [status, details.join(', '), answer(status as Status)]),
  )
})

test('the README is one screen and a table, not a second JSDoc', () => {
  expect(README.split('\n').length).toBeLessThan(115)
})
