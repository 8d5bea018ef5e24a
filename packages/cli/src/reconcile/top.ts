import type { Finding } from '@onetill/reconcile'

/** Findings a person should see first. */
export interface Top {
  readonly put: (finding: Finding) => void
  readonly list: () => readonly Finding[]
}

const MOST = 8
const PER_CODE = 3
const SEVERITIES = ['high', 'medium', 'low'] as const

/** Keeps the largest of each code, and of the codes the severest; currencies are not weighed against each other. */
export function createTop(): Top {
  const byCode = new Map<string, Finding[]>()
  return {
    put: (finding) => {
      const kept = byCode.get(finding.code) ?? []
      byCode.set(finding.code, kept)
      kept.push(finding)
      kept.sort((a, b) => bySize(amountOf(a), amountOf(b)))
      kept.length = Math.min(kept.length, PER_CODE)
    },
    list: () => {
      const ranked = [...byCode.values()]
        .flatMap((findings) => findings.map((finding, place) => ({ finding, place })))
        .sort((a, b) => rank(a.finding) - rank(b.finding) || a.place - b.place)
      return ranked
        .slice(0, MOST)
        .map(({ finding }) => finding)
        .sort((a, b) => rank(a) - rank(b))
    },
  }
}

const rank = ({ severity, exception }: Finding): number => (exception ? 0 : 10) + SEVERITIES.indexOf(severity)

const amountOf = ({ difference }: Finding): string => difference[0]?.amount.replace('-', '') ?? '0'

/** Larger first, by the digits of plain decimal text. */
function bySize(a: string, b: string): number {
  const [wholeA = '', fractionA = ''] = a.split('.')
  const [wholeB = '', fractionB = ''] = b.split('.')
  if (wholeA.length !== wholeB.length) return wholeB.length - wholeA.length
  const [left, right] = [`${wholeA}.${fractionA}`, `${wholeB}.${fractionB}`]
  return left === right ? 0 : left > right ? -1 : 1
}
