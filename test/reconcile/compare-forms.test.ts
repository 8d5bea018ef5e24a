// A comparison as JSON and as text.
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { comparisonText } from '@onetill/reconcile'
import { compare, PLANS, planned } from './compare.fixture.ts'

const count = z.int().nonnegative()
const part = z.number().min(0).max(1)
const time = z.iso.datetime({ precision: 3 })
const share = z.strictObject({
  sessions: count,
  of: count,
  share: part.nullable(),
  low: part.nullable(),
  high: part.nullable(),
})
const quantile = z.strictObject({ ms: count, low: count.nullable(), high: count.nullable() }).nullable()
const sum = z.strictObject({ sessions: count, value: z.string().regex(/^\d+(\.\d+)?$/) })
const key = z.strictObject({
  ...{ provider: z.string(), environment: z.enum(['live', 'test', 'unknown']), account: z.string().optional() },
  ...{ method: z.string().nullish(), currency: z.string().nullish(), day: z.iso.date().optional() },
})
/** Version 1, written by hand: whoever changes the form has to change this, and the version. */
const VERSION_1 = z.strictObject({
  ...{ version: z.literal(1), asOf: time, confidence: z.literal(0.95), leastForRate: z.literal(30) },
  period: z.strictObject({
    ...{ from: time.nullable(), to: time.nullable(), zone: z.string(), first: time.nullable(), last: time.nullable() },
  }),
  by: z.array(z.enum(['account', 'method', 'currency', 'day'])),
  ...{ sessions: count, leftOut: count, badLines: count },
  groups: z.array(
    z.strictObject({
      ...{ key, sessions: count, undated: count, settled: count, oldestOpen: time.nullable() },
      outcomes: z.strictObject({
        ...{ paid: share, no_charge: share, failed: share, expired: share, cancelled: share, unknown: share },
        ...{ review: share, open: share, unclear: share },
      }),
      paidOfAll: z.strictObject({ low: part, high: part }).nullable(),
      failures: z.array(z.strictObject({ code: z.string().nullable(), sessions: count })),
      timeToPaid: z.strictObject({
        ...{ known: count, notReported: count, contradictory: count, p50: quantile, p95: quantile },
      }),
      refunds: z.strictObject({
        ...{ reported: count, notReported: count, refunded: share, full: count, partial: count, pending: count },
        ...{ failed: count, withoutAmount: count },
      }),
      ...{ reversed: count, paidWithoutAmount: count },
      amounts: z.array(z.strictObject({ currency: z.string(), asked: sum, paid: sum, assumed: sum, refunded: sum })),
    }),
  ),
  differences: z.array(
    z.strictObject({
      ...{
        left: key,
        right: key,
        difference: z.number(),
        low: z.number(),
        high: z.number(),
        beyondChance: z.boolean(),
      },
    }),
  ),
})

test('the JSON form is version 1, and the comparison itself', async () => {
  for (const by of [[], ['account', 'method', 'currency', 'day']] as const) {
    const comparison = await compare(PLANS.flatMap(planned), { by })
    const json: unknown = JSON.parse(JSON.stringify(comparison))
    expect(VERSION_1.parse(json)).toEqual(comparison)
  }
  expect(VERSION_1.parse(await compare([]))).toMatchObject({ sessions: 0, groups: [] })
})

describe('as text', () => {
  test('no line of the table is wider than there is room, and every group is in it', async () => {
    const comparison = await compare(PLANS.flatMap(planned))
    for (const columns of [60, 80, 120, 200]) {
      const lines = comparisonText(comparison, { columns })
      const end = lines.indexOf('Paid share, against each other')
      expect(Math.max(...lines.slice(1, end).map(({ length }) => length))).toBeLessThanOrEqual(columns)
      for (const { provider } of PLANS) expect(lines.slice(1, end).join('\n')).toContain(provider)
    }
  })

  test('says what is not known, and no rate for few sessions', async () => {
    const text = comparisonText(await compare(PLANS.flatMap(planned)), { columns: 200 }).join('\n')
    expect(text).toMatch(/^ {2}paid .* 66\.7 % \(62\.8–70\.4\) .* 86\.3 % .* 9 of 11 .* 71\.9 %/m)
    expect(text).toMatch(/^refunded +not reported +8\.2 % .* 1 of 9 +not reported$/m)
    expect(text).toMatch(/^open now +52 +21 +3 +38$/m)
  })
})
