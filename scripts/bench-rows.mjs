// What each benchmark says, as rows of one table: a number, its unit, and its target where it has one.

const row = (what, value, unit = '', target = undefined) => ({ what, value, unit, target })
const most = (limit) => ({ most: limit })
const least = (limit) => ({ least: limit })

/** By name: what it measures against what, and the rows of its JSON. */
export const BENCHES = {
  board: {
    what: 'Pages of the status page under eight requests at once.',
    rows: ({ results, targets }) =>
      results.flatMap(({ engine, questions, firstPageBytes, memoryMb, loopP99Ms, firstAnswerMs }) => [
        ...questions.map(({ kind, name, p95 }) =>
          row(`${engine}: ${kind}: ${name}, p95`, p95, ' ms', most(targets.questionMs)),
        ),
        row(`${engine}: first page with gzip`, firstPageBytes, ' bytes', most(targets.firstPageBytes)),
        row(`${engine}: memory of the server`, memoryMb, ' MB', most(targets.memoryMb)),
        row(
          `${engine}: delay of the event loop, p99`,
          ...[loopP99Ms, ' ms', engine === 'sqlite' ? most(targets.sqliteLoopP99Ms) : undefined],
        ),
        row(`${engine}: first answer after the start`, firstAnswerMs, ' ms'),
      ]),
  },
  http: {
    what: 'A read through the client over bare ky, fetch and undici, against a server on this machine.',
    rows: ({ rows, ratios, targets }) => [
      row('throughput over bare ky', ratios.throughput, ' ×', least(targets.throughput)),
      row('CPU of a read over bare ky', ratios.cpu, ' ×', most(targets.cpu)),
      ...rows.flatMap(({ name, perSecond, p99, p99Crowd }) => [
        row(`${name}: reads`, Math.round(perSecond), '/s'),
        row(`${name}: p99`, p99, ' ms'),
        row(`${name}: p99 of a crowd`, p99Crowd, ' ms'),
      ]),
    ],
  },
  normalize: {
    what: 'An answer’s text into a session, over `JSON.parse` of the same text, beside zod with a mapping by hand, and a mapping by hand.',
    rows: ({ rows, mean, targets }) => [
      row('mean over JSON.parse', mean.ratio, ' ×', most(targets.ratio.mean)),
      row('mean over JSON.parse, validated', mean.ratioValidated, ' ×', most(targets.ratioValidated.mean)),
      ...rows.flatMap(({ text, ratio, ratioValidated, zodRatio, handRatio }) => {
        // The compact text is the same example without its white space, which is what is cheap to parse.
        const judged = text !== 'maash-compact'
        return [
          row(`${text} over JSON.parse`, ratio, ' ×', judged ? most(targets.ratio.most) : undefined),
          row(
            `${text} over JSON.parse, validated`,
            ...[ratioValidated, ' ×', judged ? most(targets.ratioValidated.most) : undefined],
          ),
          row(`${text}: zod and by hand over JSON.parse`, zodRatio, ' ×'),
          row(`${text}: by hand over JSON.parse`, handRatio, ' ×'),
        ]
      }),
    ],
  },
  reconcile: {
    what: 'A comparison with every class and sum, over the bare join in DuckDB, `sort | join` and a map in JavaScript.',
    rows: ({ results, growth, targets }) => [
      ...results.flatMap(({ rows, format, seconds, ratio, peakMiB, sortJoinSeconds, mapSeconds }) => {
        const name = `${format}, ${rows} × ${rows}`
        return [
          row(`${name}: time over the bare join`, ratio, ' ×', most(targets.ratio)),
          row(`${name}: time`, seconds, ' s'),
          ...(sortJoinSeconds === null
            ? []
            : [row(`${name}: sort and join over ours`, sortJoinSeconds / seconds, ' ×')]),
          ...(mapSeconds === null ? [] : [row(`${name}: a map in JavaScript over ours`, mapSeconds / seconds, ' ×')]),
          ...(peakMiB === null
            ? []
            : [row(`${name}: peak of memory`, peakMiB, ' MiB', most(Math.round(targets.peakBytes / 1024 ** 2)))]),
        ]
      }),
      ...growth.map(({ format, growth: times }) =>
        row(`${format}: ten times the rows, time`, times, ' ×', most(targets.growth)),
      ),
    ],
  },
  store: {
    what: '`record` over its bare rows, claims, queries and opening, on SQLite and PostgreSQL.',
    rows: ({ results, targets }) =>
      results.flatMap(({ engine, record, claimsPerSecond, queries, open }) => [
        ...record.map(({ kind, ratio }) =>
          row(`${engine}: record, ${kind}, over bare rows`, ratio, ' ×', most(targets.recordRatio)),
        ),
        ...record.map(({ kind, perSecond }) => row(`${engine}: record, ${kind}`, perSecond, '/s')),
        row(
          `${engine}: claimed and completed`,
          ...[claimsPerSecond, '/s', engine === 'sqlite' ? undefined : least(targets.claimsPerSecond)],
        ),
        ...queries.map(({ name, p95 }) => row(`${engine}: ${name}, p95`, p95, ' ms', most(targets.queryMs))),
        row(
          `${engine}: open until the first page, p95`,
          ...[open.p95, ' ms', engine === 'sqlite' ? most(targets.openMs) : undefined],
        ),
      ]),
  },
  webhook: {
    what: 'How long a valid delivery waits while forged ones flood in.',
    rows: ({ rows, target }) =>
      rows.map(({ forgedPerSecond, p99 }) =>
        row(
          `p99 with ${forgedPerSecond} forged a second`,
          ...[p99, ' ms', forgedPerSecond === target.forgedPerSecond ? most(target.p99) : undefined],
        ),
      ),
  },
}
