import { CODES, isCode } from '../codes.ts'
import type { Result } from '../result.ts'
import type { ClassTotal } from '../totals.ts'
import { counted, icon, type Tone } from './parts.ts'
import { type Child, h, type Tree } from './tree.ts'

/** What the sides are called. */
export interface Names {
  readonly left: string
  readonly right: string
}

const VERDICTS = {
  clean: { tone: 'good', icon: 'check', title: 'Clean', text: 'Nothing has to be settled.' },
  findings: { tone: 'bad', icon: 'cross', title: 'There are differences', text: '' },
  unbalanced: {
    tone: 'warn',
    icon: 'alert',
    title: 'The sums do not add up',
    text: 'This is a defect of the comparison, not of your data. Please report it.',
  },
} as const

/** The verdict, and the numbers a person looks for first. */
export function verdictView({ summary, classes }: Result, names: Names): Tree {
  const verdict = VERDICTS[summary.verdict]
  const { findings, exceptions, records } = summary
  const fact = (label: string, value: string, more: string | null): Tree =>
    h(
      'div',
      {},
      h('dt', {}, label),
      h('dd', {}, h('b', {}, value), more === null ? null : h('span', { class: 'sub' }, more)),
    )
  const aside = ({ invalid }: { readonly invalid: number }): string | null =>
    invalid === 0 ? null : `${counted(invalid)} set aside`
  return h(
    'section',
    { class: `verdict tone-${verdict.tone}`, 'aria-labelledby': 'verdict' },
    h('div', { class: 'v-head' }, icon(verdict.icon), h('h1', { id: 'verdict' }, verdict.title)),
    verdict.text !== '' && h('p', {}, verdict.text),
    h(
      'dl',
      { class: 'facts' },
      fact('To settle', counted(exceptions), exceptions === 1 ? 'finding' : 'findings'),
      fact('To wait for, or not verifiable', counted(findings - exceptions), 'no exceptions'),
      fact(`Left: ${names.left}`, counted(records.left.usable), aside(records.left) ?? 'records'),
      fact(`Right: ${names.right}`, counted(records.right.usable), aside(records.right) ?? 'records'),
    ),
    bar(classes),
  )
}

const KINDS: readonly (readonly [string, Tone])[] = [
  ['to settle', 'bad'],
  ['to wait for or not verifiable', 'busy'],
  ['without money', 'gone'],
  ['agreed or tolerated', 'good'],
]

/** Where the records are, as shares of one line; the table of classes says the same in numbers. */
function bar(classes: readonly ClassTotal[]): Child {
  const counts = KINDS.map(() => 0)
  for (const { class: name, records } of classes) {
    const at = isCode(name) ? (CODES[name].exception ? 0 : 1) : name === 'without_money' ? 2 : 3
    counts[at] = (counts[at] ?? 0) + records.left + records.right
  }
  const all = counts.reduce((sum, count) => sum + count, 0)
  if (all === 0) return null
  let x = 0
  const rects = KINDS.map(([, tone], at) => {
    // Something that is there is seen, however small its share.
    const width = counts[at] === 0 ? 0 : Math.max(4, ((counts[at] ?? 0) / all) * 1000)
    const rect = h('rect', {
      class: `fill-${tone}`,
      x: String(Math.round(x)),
      y: '0',
      width: String(Math.round(width)),
      height: '10',
    })
    x += width
    return rect
  })
  return h(
    'div',
    { class: 'bar' },
    h(
      'svg',
      { viewBox: `0 0 ${Math.round(x)} 10`, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' },
      rects,
    ),
    h(
      'ul',
      { 'aria-label': 'Records of both sides' },
      KINDS.map(([word, tone], at) =>
        counts[at] === 0
          ? null
          : h(
              'li',
              { class: `tone-${tone}` },
              h('span', { class: 'dot', 'aria-hidden': 'true' }),
              h('b', {}, counted(counts[at] ?? 0)),
              ` ${counts[at] === 1 ? 'record' : 'records'} ${word}`,
            ),
      ),
    ),
  )
}
