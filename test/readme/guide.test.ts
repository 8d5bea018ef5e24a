import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ClientEvent, createTill, ERRORS, TillError, type WaitResult } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import { backoffMs } from '../../packages/core/src/backoff.ts'
import { logObserver } from '../../packages/core/src/log.ts'
import { createRetryBucket } from '../../packages/core/src/retry-bucket.ts'
import { mayRetry } from '../../packages/core/src/retry-table.ts'
import { MAX_WEBHOOK_BYTES } from '../../packages/core/src/webhook-read.ts'
import { ROOT } from '../packages.ts'
import { blocks } from './blocks.ts'
import { opening, pollPace } from './measure.ts'

const FOLDER = 'docs/guide'
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const chapters = readdirSync(join(ROOT, FOLDER)).sort()
const chapter = (name: string): string => read(`${FOLDER}/${name}.md`)

/** Cells of the table whose first head cell is `head`, without its head; code marks removed. */
const table = (text: string, head: string): readonly (readonly string[])[] => {
  const parts = text.split(/\n(?!\|)/).map((part) => part.trim())
  const rows = parts.find((part) => part.startsWith('|') && cells(part)[0] === head) ?? ''
  return rows.split('\n').slice(2).map(cells)
}
const cells = (line: string): readonly string[] =>
  line
    .split('\n')[0]
    ?.slice(1, -1)
    .split('|')
    .map((cell) => cell.trim().replaceAll('`', '')) ?? []

/** Whole numbers of the one place in a text that fits, thousands separated by commas. */
const numbers = (text: string, place: RegExp): readonly number[] => {
  const [, ...found] = place.exec(text.replaceAll('\n', ' ')) ?? []
  return found.map((digits) => Number.parseInt(digits.replaceAll(',', ''), 10))
}

/** Option → its documented default, from the comments of a source file; of two of one name the first. */
const defaults = (path: string): ReadonlyMap<string, string> => {
  const found = [...read(path).matchAll(/@default (\S+)[^/]*\*\/\s*readonly (\w+)\?/g)]
  return new Map(found.map(([, value = '', name = '']) => [name, value] as const).reverse())
}

describe('the guide', () => {
  test.for(chapters)('%s is short, has an example that runs, and is linked from the READMEs', (name) => {
    const text = read(`${FOLDER}/${name}`)
    expect(text.split('\n').length).toBeLessThanOrEqual(121)
    expect(blocks(name, text).filter(({ info }) => info.includes('run')).length).toBeGreaterThan(0)
    for (const readme of ['README.md', 'packages/core/README.md']) expect(read(readme)).toContain(`${FOLDER}/${name}`)
  })

  test('links lead somewhere', () => {
    const files = ['README.md', 'packages/core/README.md', ...chapters.map((name) => `${FOLDER}/${name}`)]
    const links = files.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => ({ file, target })),
    )
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter(({ file, target }) => !existsSync(join(ROOT, dirname(file), target)))).toEqual([])
  })
})

describe('errors', () => {
  const text = chapter('errors')
  test('the table is the table of the code', () => {
    const rows = Object.entries(ERRORS).map(([code, { outcome, retry, meaning }]) => [code, outcome, retry, meaning])
    expect(table(text, 'code')).toEqual(rows.map((row) => row.map((cell) => cell.replaceAll('`', ''))))
  })

  test('HTTP statuses stand for the codes it says', async () => {
    const [, sentence = ''] = /An HTTP status stands for([\s\S]*?)\.\n/.exec(text) ?? []
    const said = new Map<number, string>()
    let code = ''
    for (const [, status, word = ''] of [...sentence.matchAll(/(\d{3})|`(\w+)`/g)].reverse()) {
      if (status === undefined) code = word
      else said.set(Number.parseInt(status, 10), code)
    }
    expect(sentence).toMatch(/5xx\s+`provider_unavailable`,\s+any other 4xx `rejected`$/)
    expect(said.size).toBe(10)
    for (let status = 400; status < 600; status++) {
      const fetch = async () => new Response('{}', { status })
      const till = createTill({ adapters: [maven({ apiKey: 'mvn_test_key', rateLimit: null })], fetch, maxRetries: 0 })
      const result = await till.safeRetrieve('maven', 'x')
      const expected = said.get(status) ?? (status >= 500 ? 'provider_unavailable' : 'rejected')
      expect(result.ok ? 'ok' : result.error.code, String(status)).toBe(expected)
    }
  })

  test('the properties are those of an error', () => {
    const {
      name: _n,
      message: _m,
      code: _c,
      outcome: _o,
      retry: _r,
      ...rest
    } = new TillError({
      code: 'network',
      message: '',
    }).toJSON()
    const listed = table(text, 'property').map(([property = '']) => property)
    expect([...listed].sort()).toEqual([...Object.keys(rest), 'cause'].sort())
  })
})

describe('retries and timeouts', () => {
  const text = chapter('retries-and-timeouts')
  test('the options have the defaults and limits of the code', () => {
    const documented = defaults('packages/core/src/till-options.ts')
    const [client, most] = [read('packages/core/src/till.ts'), read('packages/core/src/numbers.ts')]
    const first = (source: string, name: string): number => {
      const [, digits = ''] = new RegExp(`\\b${name}: ([\\d_]+)`).exec(source) ?? []
      return Number.parseInt(digits.replaceAll('_', ''), 10)
    }
    for (const [name = '', value = '', range = ''] of table(text, 'option')) {
      expect(documented.get(name), name).toBe(value)
      expect(String(first(client, name)), name).toBe(value)
      expect(range.split(' to ')[1], name).toBe(first(most, name).toLocaleString('en-US'))
    }
    expect(table(text, 'option').length).toBe(3)
  })

  test('what is retried is what the code retries, for reads and writes with a key; never a write without', () => {
    const listed = table(text, 'answer').map(([answer = '']) => answer)
    const statuses = Array.from({ length: 500 }, (_, index) => 100 + index)
    const all = [...statuses, ...(Object.keys(ERRORS) as (keyof typeof ERRORS)[])]
    for (const kind of ['get', 'keyed'] as const)
      expect(all.filter((on) => mayRetry(kind, on, undefined)).map(String)).toEqual(listed)
    expect(all.filter((on) => mayRetry('unkeyed', on, undefined))).toEqual([])
  })

  test('the pause grows between the bounds it says', () => {
    const [first, seconds] = numbers(text, /from 0 to (\d+) ms before the first retry; .* up to (\d+) s/)
    expect([first, (seconds ?? 0) * 1000]).toEqual([backoffMs(0, () => 1), backoffMs(30, () => 1)])
    expect(backoffMs(1, () => 1)).toBe(2 * backoffMs(0, () => 1))
  })

  test('the allowance is what it says', () => {
    const [points = 0, failure = 0, timeout = 0, back = 0] = numbers(
      text,
      /share (\d+) points. A retry costs (\d+), after a timeout (\d+)\. .* or (\d+) when it needed none/,
    )
    for (const [kind, cost] of [
      ['failure', failure],
      ['timeout', timeout],
    ] as const) {
      const bucket = createRetryBucket()
      let taken = 0
      while (bucket.take(kind)) taken++
      expect(taken).toBe(points / cost)
      for (let given = back; given < cost; given += back) bucket.give(null)
      expect(bucket.take(kind)).toBe(false)
      bucket.give(null)
      expect(bucket.take(kind)).toBe(true)
    }
  })

  test('the circuit opens when it says, for as long as it says', () => {
    const [least = 0, seconds = 0] = numbers(text, /At least (\d+) results within (\d+) seconds, half of them or more/)
    const [, shortest = '', longest = ''] =
      /for ([\d.]+) to ([\d.]+) seconds nothing is sent/.exec(text.replaceAll('\n', ' ')) ?? []
    expect(opening({ results: least - 1, overMs: 0, random: 0 })).toBeNull()
    expect(opening({ results: least, overMs: 0, random: 0 })).toBe(Number.parseFloat(shortest) * 1000)
    expect(opening({ results: least, overMs: seconds * 1000, random: 1 })).toBe(Number.parseFloat(longest) * 1000)
    expect(opening({ results: least, overMs: seconds * 1000 + 1, random: 0 })).toBeNull()
    expect(opening({ results: least, overMs: 0, random: 0, good: least / 2 })).not.toBeNull()
    expect(opening({ results: least, overMs: 0, random: 0, good: least / 2 + 1 })).toBeNull()
  })
})

test('rate limits: the table is what the adapters know', () => {
  const providers = [maven({ apiKey: 'mvn_test_key' }), maash({ apiKey: 'mk_test_key' })].map(
    ({ provider }) => provider,
  )
  const { provider } = jwtCheckout({ baseUrl: 'https://checkout.example.com', token: 'ks_test_key' })
  const rows = [...providers, provider].map(({ id, rateLimit: limit }) => [
    id,
    limit === null ? 'none documented' : `${limit.requests} requests in ${limit.windowMs.toLocaleString('en-US')} ms`,
    limit?.per ?? '',
  ])
  expect(table(chapter('rate-limits'), 'provider')).toEqual(rows)
})

test('watching: every outcome is there, and the pace is that of the planner', () => {
  const outcomes = { settled: 1, expired: 1, unknown_limit: 1, deadline: 1, aborted: 1, gone: 1 } satisfies Record<
    WaitResult<unknown>['outcome'],
    1
  >
  const text = chapter('watching')
  expect(table(text, 'outcome').map(([outcome]) => outcome)).toEqual(Object.keys(outcomes))
  const UNITS = { second: 1_000, minute: 60_000, hour: 3_600_000 }
  const ms = (cell = ''): number => {
    const [, count = '', unit] = /^(\d+) (second|minute|hour)s?$/.exec(cell) ?? []
    return Number.parseInt(count, 10) * UNITS[unit as keyof typeof UNITS]
  }
  const rows = table(text, 'reason').map(([reason, , share, least, most]) => ({
    reason,
    share: Number.parseInt(share ?? '', 10) / 100,
    least: ms(least),
    most: ms(most),
  }))
  expect(rows).toEqual(pollPace())
})

test('webhooks: sizes and times are those of the code', () => {
  const text = chapter('webhooks')
  expect(numbers(text, /larger than ([\d,]+) bytes/)).toEqual([MAX_WEBHOOK_BYTES])
  const tolerance = defaults('adapters/maven/src/webhook.ts').get('webhookToleranceMs')
  expect(numbers(text, /signed at most ([\d,]+) ms before or after/).map(String)).toEqual([tolerance])
})

describe('observability', () => {
  const text = chapter('observability-and-security')
  test('every event is there, and defaults are those of the code', () => {
    const types = {
      ...{ attempt_started: 1, attempt_ended: 1, retry_scheduled: 1, rate_limit_waited: 1, provider_paused: 1 },
      ...{ circuit_changed: 1, call_ended: 1 },
    } satisfies Record<ClientEvent['type'], 1>
    expect(table(text, 'event').map(([event]) => event)).toEqual(Object.keys(types))
    const documented = defaults('packages/core/src/till-options.ts')
    expect(text).toContain(`\`logLevel\` is \`${documented.get('logLevel')}\` by default`)
    expect(numbers(text, /more than ([\d,]+) bytes/).map(String)).toEqual([documented.get('maxResponseBytes')])
  })

  test('the levels of a call are those of the log', () => {
    const levels: string[] = []
    const to = (level: string) => () => levels.push(level)
    const log = logObserver({ debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') }, 'debug')
    const call = {
      type: 'call_ended',
      callId: 1,
      provider: 'acme',
      account: 'a',
      operation: 'x',
      attempts: 1,
      durationMs: 1,
    } as const
    for (const errorCode of [null, 'not_found', 'outcome_unknown'] as const) log({ ...call, errorCode })
    const [, , cell = ''] = table(text, 'event').find(([event]) => event === 'call_ended') ?? []
    expect(cell).toBe(`${levels[0]}; failed: ${levels[1]}; may have happened: ${levels[2]}`)
  })
})
