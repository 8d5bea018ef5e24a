import type { Code, Finding, Result, ShownRecord } from '@onetill/reconcile'

/** Of a result the findings that have a record dated since then; sums stay those of everything, or they would not add up. */
export async function since(result: Result, time: string): Promise<Result> {
  const isRecent = ({ left, right }: Finding): boolean => {
    const times = [...left, ...right].map(timeOf).filter((each) => each !== null)
    return times.length === 0 || times.some((each) => each >= time)
  }
  async function* findings(): AsyncIterable<Finding> {
    for await (const finding of result.findings()) if (isRecent(finding)) yield finding
  }
  let count = 0
  let exceptions = 0
  const counts = new Map<Code, { findings: number; also: number }>()
  const add = (code: Code, as: 'findings' | 'also'): void => {
    const found = counts.get(code) ?? { findings: 0, also: 0 }
    found[as]++
    counts.set(code, found)
  }
  for await (const { code, also, exception } of findings()) {
    count++
    if (exception) exceptions++
    add(code, 'findings')
    for (const one of also) add(one, 'also')
  }
  const { verdict } = result.summary
  return {
    ...result,
    findings,
    summary: {
      ...result.summary,
      verdict: verdict === 'unbalanced' ? verdict : exceptions === 0 ? 'clean' : 'findings',
      findings: count,
      exceptions,
      codes: [...counts].map(([code, found]) => ({ code, ...found })),
    },
  }
}

/** When a record was sold, as far as it is known; what has no time is never hidden. */
function timeOf({ paidAt, createdAt, updatedAt }: ShownRecord): string | null {
  return paidAt ?? createdAt ?? updatedAt ?? null
}
