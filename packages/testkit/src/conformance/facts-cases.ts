import type { Kit } from './kit.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** Hosts that stand in a scaffold until somebody writes the real one. */
const PLACEHOLDER = /(?:^|\.)example\.(?:com|net|org)$/
const LEAST_CREDENTIAL = 12

/** What has to be there before anything else can be checked; each failure says what to write where. */
export function factsCases(kit: Kit): void {
  const { suite, fixtures, test } = kit
  const { provider, statuses } = suite.mapper

  test('the facts name the documentation, the day it was read and the address', () => {
    const { docs, readOn, baseUrl } = provider
    says([
      ...address(docs, 'docs', 'the start page of the documentation'),
      ...(baseUrl === null ? [] : address(baseUrl, 'baseUrl', 'the address of the API, or null if none is documented')),
      ...(DAY.test(readOn) ? [] : ['provider.ts: readOn is no day: write the day you read the pages, YYYY-MM-DD']),
    ])
  })

  test('the status table knows a session that can be paid and one that is paid', () => {
    const known = statuses.rows.map(({ to }) => to?.status)
    says(
      [
        ...(known.includes('paid') ? [] : ['status.ts: no row leads to paid']),
        ...(known.includes('open') || known.includes('processing')
          ? []
          : ['status.ts: no row leads to open or processing']),
      ],
      ': add a row for each word on the provider’s page, with the page and the day as its source',
    )
  })

  test('there are fixtures of sessions', () => {
    if (fixtures.some(({ kind }) => kind === 'session')) return
    says([
      'fixtures: there is no session.<status>.json: copy an answer from the provider’s page into session.paid.json, without payer or key, and say in sources.json where it came from',
    ])
  })

  test('the planted credentials are long enough to be found', () => {
    const short = suite.credentials.length === 0 || suite.credentials.some(({ length }) => length < LEAST_CREDENTIAL)
    says(short ? [`conformance.test.ts: plant credentials of at least ${LEAST_CREDENTIAL} characters`] : [])
  })
}

function address(text: string, field: string, what: string): readonly string[] {
  const url = URL.canParse(text) ? new URL(text) : null
  const real = url?.protocol === 'https:' && !PLACEHOLDER.test(url.hostname)
  return real ? [] : [`provider.ts: ${field} is no https address of the provider: write ${what}`]
}

/** @throws {Error} with one line for each thing to do, unless there is none */
function says(todo: readonly string[], advice = ''): void {
  if (todo.length > 0) throw new Error(todo.map((line) => `${line}${advice}`).join('\n'))
}
