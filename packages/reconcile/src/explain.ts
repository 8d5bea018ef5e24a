import { CODES, type Code, type CodeRow } from './codes.ts'
import { milliseconds } from './duration.ts'
import { type FieldRow, fieldRows } from './explain-record.ts'
import type { Finding } from './finding.ts'
import { REASONS } from './reasons.ts'
import type { Rules } from './rules.ts'

/** What of the rules a story needs. */
export type StoryRules = Pick<Rules, 'grace' | 'tolerance'>

/** The whole story of one finding. */
export interface Explanation {
  readonly finding: Finding
  /** Its class: what it means and what settles it. */
  readonly code: CodeRow
  /** Further codes that apply, in their order. */
  readonly also: readonly (CodeRow & { readonly name: Code })[]
  /** How the records came together, what was counted, what was waited for: one sentence each. */
  readonly story: readonly string[]
  readonly fields: readonly FieldRow[]
}

/** Says why a finding is one, and what to do. Needs nothing but the finding and the rules it was found by. */
export function explain(finding: Finding, rules: StoryRules): Explanation {
  return {
    finding,
    code: CODES[finding.code],
    also: finding.also.map((name) => ({ name, ...CODES[name] })),
    story: [matchedText(finding), ...waitingText(finding, rules), ...moneyText(finding, rules)],
    fields: fieldRows(finding),
  }
}

function matchedText({ code, rung, reason, left, right, count }: Finding): string {
  if (reason !== null) return REASONS[reason]
  if (code === 'duplicate_left' || code === 'duplicate_right')
    return `${plural(count.left + count.right, 'surplus record')}, equal in every field to one that was matched.`
  if (code === 'ambiguous_match')
    return `${plural(count.left, 'record')} on the left and ${count.right} on the right fit each other equally well${rung === null ? '' : ` by ${rung}`}.`
  if (rung !== null) return `Matched by ${rung}.`
  const [side, other] = left.length > 0 ? ['left', 'right'] : ['right', 'left']
  return left.length > 0 && right.length > 0
    ? 'The records were not matched by any rung of the ladder.'
    : `Only on the ${side}; no rung of the ladder leads to a record on the ${other}.`
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const WAITED: ReadonlySet<Code> = new Set(['pending_counterpart', 'missing_left', 'missing_right', 'status_lag'])

function waitingText({ code, left, right }: Finding, { grace }: StoryRules): readonly string[] {
  const [record] = [...left, ...right]
  const dated = record?.paidAt ?? record?.createdAt ?? record?.updatedAt
  if (!WAITED.has(code) || record === undefined || dated == null) return []
  const provider = [...left, ...right].map((one) => one.provider).find((one) => one != null) ?? null
  const own = provider !== null && Object.hasOwn(grace.providers, provider) ? grace.providers[provider] : undefined
  const whose = own === undefined ? '' : ` of ${provider}`
  const until = new Date(Date.parse(dated) + milliseconds(own ?? grace.default)).toISOString()
  return [`Dated ${dated}; the grace${whose} is ${own ?? grace.default}, until ${until}.`]
}

function moneyText({ code, difference }: Finding, { tolerance }: StoryRules): readonly string[] {
  if (difference.length === 0) return []
  const sums = difference.map(({ amount, currency }) => `${amount} ${currency}`).join(' and ')
  const allowed = difference.flatMap(({ currency }) => {
    const row = Object.hasOwn(tolerance, currency) ? tolerance[currency] : undefined
    return row === undefined || !code.startsWith('amount_')
      ? []
      : [`Tolerated are ${row.below} ${currency} less and ${row.above} ${currency} more on the right.`]
  })
  return [`Left minus right is ${sums}.`, ...allowed]
}
