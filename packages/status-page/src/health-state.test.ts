import { describe, expect, test } from 'vitest'
import { ago, NOW } from './board.fixture.ts'
import { ANSWERED, CALM } from './health.fixture.ts'
import type { AccountReport, TrafficReport } from './health-report.ts'
import {
  BETTER_AFTER_MS,
  HEALTH_STATES,
  type HealthState,
  type Judgement,
  judge,
  WORSE_AFTER_MS,
} from './health-state.ts'

const sent = (health: Partial<TrafficReport>, more: Partial<AccountReport> = {}): AccountReport => ({
  ...CALM,
  ...more,
  health: { ...ANSWERED, ...health },
})
const said = (state: HealthState): Judgement => ({ state, since: ago(60), reasons: [], pending: null })

describe('the first word of an account', () => {
  const QUIET = { requests: 0, errorRate: null, p50Ms: null, p95Ms: null }
  test.for<readonly [string, AccountReport, HealthState]>([
    ['nobody watches what is sent', CALM, 'no_data'],
    ['nothing was ever sent', sent({ ...QUIET, lastSuccessAt: null }), 'no_data'],
    ['nothing was sent lately', sent({ ...QUIET, lastSuccessAt: ago(9) }), 'stale'],
    [
      'only a failure is known, and not lately',
      sent({ ...QUIET, lastSuccessAt: null, lastFailureAt: ago(9) }),
      'stale',
    ],
    ['all is well', sent({}), 'operational'],
    ['one of sixty failed', sent({ errorRate: 1 / 60 }), 'operational'],
    ['one of three failed', sent({ requests: 3, errorRate: 1 / 3 }), 'operational'],
    ['two of twenty failed', sent({ requests: 20, errorRate: 0.1 }), 'degraded'],
    ['the only one failed', sent({ requests: 1, errorRate: 1, p50Ms: null, p95Ms: null }), 'degraded'],
    ['both of two failed', sent({ requests: 2, errorRate: 1, p50Ms: null, p95Ms: null }), 'degraded'],
    ['three of six failed', sent({ requests: 6, errorRate: 0.5 }), 'down'],
    ['all of three failed', sent({ requests: 3, errorRate: 1, p50Ms: null, p95Ms: null }), 'down'],
    ['slow', sent({ p95Ms: 5_000 }), 'degraded'],
    ['nearly slow', sent({ p95Ms: 4_999 }), 'operational'],
    ['reads are five minutes behind', sent({}, { lagMs: 300_000 }), 'degraded'],
    ['slow and failing', sent({ errorRate: 0.6, p95Ms: 9_000 }), 'down'],
  ])('%s', ([, report, state]) => {
    expect(judge(null, report, NOW).state).toBe(state)
  })

  test('never good for what is not known', () => {
    for (const before of [null, ...HEALTH_STATES.map(said)])
      for (const health of [null, { ...ANSWERED, ...QUIET }])
        expect(['stale', 'no_data']).toContain(judge(before, { ...CALM, health }, NOW).state)
  })

  test('stale counts from the last that was heard, be it good or bad', () => {
    const report = sent({ ...QUIET, lastSuccessAt: ago(30), lastFailureAt: ago(12) })
    expect(judge(said('operational'), report, NOW)).toEqual({
      state: 'stale',
      since: ago(12),
      reasons: [],
      pending: null,
    })
  })

  test('all reasons are told', () => {
    const report = sent({ errorRate: 0.6, p95Ms: 9_000 }, { lagMs: 400_000 })
    expect(judge(null, report, NOW).reasons).toEqual(['errors', 'slow', 'behind'])
  })
})

describe('what was said holds on', () => {
  /** Plays readings, one each ten seconds. */
  function played(first: HealthState, reports: readonly AccountReport[]): readonly string[] {
    let judgement = said(first)
    return reports.map((report, index) => {
      judgement = judge(judgement, report, new Date(NOW.getTime() + index * 10_000))
      return judgement.state
    })
  }
  const times = <T>(count: number, value: T): readonly T[] => Array.from({ length: count }, () => value)
  const BAD = sent({ errorRate: 0.2 })
  const GOOD = sent({})

  test('worse is said after thirty seconds, better after two minutes', () => {
    expect([WORSE_AFTER_MS, BETTER_AFTER_MS]).toEqual([30_000, 120_000])
    expect(played('operational', times(5, BAD))).toEqual([...times(3, 'operational'), ...times(2, 'degraded')])
    expect(played('degraded', times(14, GOOD))).toEqual([...times(12, 'degraded'), ...times(2, 'operational')])
  })

  test('readings that go to and fro change nothing', () => {
    expect(new Set(played('operational', times(20, [BAD, BAD, GOOD]).flat()))).toEqual(new Set(['operational']))
    expect(new Set(played('degraded', times(20, [GOOD, GOOD, BAD]).flat()))).toEqual(new Set(['degraded']))
  })

  /** Between the two limits: bad enough to stay, not to begin. */
  test.for([
    ['degraded', sent({ errorRate: 0.07 })],
    ['degraded', sent({ p95Ms: 4_000 })],
    ['degraded', sent({}, { lagMs: 120_000 })],
    ['down', sent({ errorRate: 0.4 })],
  ] as const)('%s goes on between its two limits, and does not begin there', ([state, report]) => {
    expect(new Set(played(state, times(30, report)))).toEqual(new Set([state]))
    expect(judge(null, report, NOW).state).not.toBe(state)
  })

  test('it began when the readings began to say so', () => {
    const first = judge(said('operational'), BAD, NOW)
    expect(first.pending).toEqual({ state: 'degraded', since: NOW.toISOString() })
    const later = judge(first, BAD, new Date(NOW.getTime() + 30_000))
    expect(later).toMatchObject({ state: 'degraded', since: NOW.toISOString(), pending: null })
  })

  test('what cannot be judged is said at once, and so is the first word after it', () => {
    const silent = { ...CALM, health: { ...ANSWERED, requests: 0, errorRate: null } }
    expect(played('down', [silent, GOOD])).toEqual(['stale', 'operational'])
  })
})
