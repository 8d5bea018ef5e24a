import type { Finding } from './finding.ts'
import { type ReconcileOptions, reconcile } from './reconcile.ts'
import type { Result } from './result.ts'

/** A comparison as a whole, its files gone. */
export interface Ran extends Omit<Result, 'findings' | 'canonical' | 'hash' | 'close'> {
  readonly findings: readonly Finding[]
  readonly text: string
  readonly hash: string
}

/** Runs a comparison and reads everything of it. */
export async function run(options: ReconcileOptions): Promise<Ran> {
  const result = await reconcile({ threads: 1, ...options })
  try {
    const findings: Finding[] = []
    for await (const finding of result.findings()) findings.push(finding)
    let text = ''
    for await (const piece of result.canonical()) text += piece
    return { ...result, findings, text, hash: await result.hash() }
  } finally {
    await result.close()
  }
}

/** Objects as a side. */
export const records = (list: readonly object[]) => ({ kind: 'records', records: list }) as const
