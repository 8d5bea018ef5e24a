import { CODES, isCode, STATES } from '../codes.ts'
import type { Quarantined } from '../quarantine.ts'
import type { Result } from '../result.ts'
import { rungName } from '../rules.ts'
import type { ClassTotal } from '../totals.ts'
import { counted, grouped, LOOKS, type Look, mark } from './parts.ts'
import { type Child, h, type Tree } from './tree.ts'

const STATE_LOOKS: Readonly<Record<keyof typeof STATES, Look>> = {
  agreed: { tone: 'good', icon: 'check' },
  tolerated: { tone: 'good', icon: 'check' },
  without_money: { tone: 'gone', icon: 'check' },
}

const lookOf = (name: ClassTotal['class']): Look => (isCode(name) ? LOOKS[CODES[name].severity] : STATE_LOOKS[name])

const scroll = (label: string, table: Tree): Tree =>
  h('div', { class: 'scroll', role: 'group', tabindex: '0', 'aria-label': label }, table)

const end = (text: string, tag: 'td' | 'th' = 'td', label: string | null = null): Tree =>
  h(tag, { class: 'end', scope: tag === 'th' && 'col', 'data-label': label }, text)

/** Both sides per currency, and whether the classes explain the difference. */
export function moneyView({ identity, summary }: Result): Tree {
  const head = ['Left', 'Right', 'Difference', 'Explained', 'Remainder']
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'money' },
    h('h2', { id: 'money' }, `Money ${summary.basis}`),
    identity.length === 0
      ? h('p', { class: 'calm' }, 'Neither side has money of this kind.')
      : scroll(
          'Money by currency',
          h(
            'table',
            { class: 'cards' },
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                h('th', { scope: 'col' }, 'Currency'),
                head.map((text) => end(text, 'th')),
              ),
            ),
            h(
              'tbody',
              {},
              identity.map((row) =>
                h(
                  'tr',
                  {},
                  h('th', { scope: 'row' }, row.currency),
                  [row.left, row.right].map((value, at) => end(grouped(value), 'td', head[at] ?? '')),
                  h('td', { class: 'end', 'data-label': 'Difference' }, h('b', {}, grouped(row.difference))),
                  [row.explained, row.remainder].map((value, at) => end(grouped(value), 'td', head[at + 3] ?? '')),
                ),
              ),
            ),
          ),
        ),
    h(
      'p',
      { class: 'calm' },
      'Difference is left minus right. Explained is the sum of the classes below; a remainder would be a defect.',
    ),
  )
}

interface ClassRow {
  readonly name: ClassTotal['class']
  readonly findings: number | null
  /** By currency; null: no money of it is in the basis. */
  readonly totals: readonly ClassTotal[]
}

function classRows({ classes, summary }: Result): readonly ClassRow[] {
  const summed = new Set<string>(classes.map((total) => total.class))
  const counts = new Map<string, number>(summary.codes.map(({ code, findings }) => [code, findings]))
  const unsummed = summary.codes.filter(({ code, findings }) => findings > 0 && !summed.has(code))
  const names = [...new Set(classes.map((total) => total.class))]
  return [
    ...unsummed.map(({ code, findings }) => ({ name: code, findings, totals: [] })),
    ...names.map((name) => ({
      name,
      findings: isCode(name) ? (counts.get(name) ?? 0) : null,
      totals: classes.filter((total) => total.class === name),
    })),
  ]
}

const CLASS_HEAD = ['Findings', 'Records left', 'Records right', 'Left', 'Right', 'Difference']

/** Count and sums of every class. */
export function classesView(result: Result): Tree {
  const cell = (at: number, lines: readonly string[]): Tree =>
    h(
      'td',
      {
        class: `end ${at < 3 ? 'count' : 'sum'} ${lines.length === 0 ? 'blank' : ''} k${at}`,
        'data-label': CLASS_HEAD[at] ?? '',
      },
      h('span', {}, lines.length < 2 ? lines : lines.map((line) => h('span', { class: 'line' }, line))),
    )
  const row = ({ name, findings, totals }: ClassRow): Tree => {
    const looks = mark(name, lookOf(name))
    const records = (side: 'left' | 'right'): string =>
      counted(totals.reduce((sum, total) => sum + total.records[side], 0))
    const money = (of: (total: ClassTotal) => string | null): readonly string[] =>
      totals.flatMap((total) => {
        const value = of(total)
        return value === null ? [] : [`${grouped(value)} ${total.currency ?? ''}`]
      })
    return h(
      'tr',
      {},
      h(
        'th',
        { scope: 'row' },
        isCode(name) ? h('a', { href: '#findings', 'data-code': name }, looks) : looks,
        h('span', { class: 'sub' }, isCode(name) ? CODES[name].meaning : STATES[name]),
      ),
      cell(0, findings === null ? [] : [counted(findings)]),
      cell(1, totals.length === 0 ? [] : [records('left')]),
      cell(2, totals.length === 0 ? [] : [records('right')]),
      [
        (total: ClassTotal) => total.left,
        (total: ClassTotal) => total.right,
        (total: ClassTotal) => total.difference,
      ].map((of, at) => cell(3 + at, money(of))),
    )
  }
  const head = CLASS_HEAD.map((text, at) => h('th', { scope: 'col', class: `end k${at}` }, text))
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'classes' },
    h('h2', { id: 'classes' }, 'Where every record is'),
    scroll(
      'Classes',
      h(
        'table',
        { class: 'cards classes' },
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Class'), head)),
        h('tbody', {}, classRows(result).map(row)),
      ),
    ),
  )
}

/** Most rows that were set aside, in the page. */
const MOST_ASIDE = 200

/** Rows that were set aside, with line and what to do. */
export function asideView(quarantine: readonly Quarantined[]): Child {
  if (quarantine.length === 0) return null
  const more = quarantine.length - MOST_ASIDE
  return h(
    'section',
    { class: 'panel', 'aria-labelledby': 'aside' },
    h(
      'h2',
      { id: 'aside' },
      `Set aside: ${counted(quarantine.length)} ${quarantine.length === 1 ? 'row' : 'rows'} in no sum`,
    ),
    scroll(
      'Rows that were set aside',
      h(
        'table',
        { class: 'cards' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Side', 'Line', 'Record', 'What to do'].map((text) => h('th', { scope: 'col' }, text)),
          ),
        ),
        h(
          'tbody',
          {},
          quarantine
            .slice(0, MOST_ASIDE)
            .map(({ side, line, hint, key, reference }) =>
              h(
                'tr',
                {},
                h('td', { 'data-label': 'Side' }, side),
                h('td', { 'data-label': 'Line' }, line === null ? '–' : counted(line)),
                h('td', { 'data-label': 'Record' }, reference ?? key ?? '–'),
                h('td', { class: 'prose', 'data-label': 'What to do' }, hint),
              ),
            ),
        ),
      ),
    ),
    more > 0 && h('p', { class: 'calm' }, `${counted(more)} more; --format json names the records.`),
  )
}

/** By which rules it was compared. */
export function rulesView({ rules, summary }: Result, hash: string): Tree {
  const { ladder, grace, tolerance, environment, ends } = rules
  const row = (label: string, ...texts: readonly string[]): Tree =>
    h('div', {}, h('dt', {}, label), h('dd', {}, texts.join(', ')))
  const graces = Object.entries(grace.providers).map(([provider, time]) => `${provider} ${time}`)
  const tolerances = Object.entries(tolerance).map(
    ([currency, { below, above }]) => `${currency} from −${below} to +${above}`,
  )
  return h(
    'details',
    { class: 'panel' },
    h('summary', {}, 'How it was compared'),
    h(
      'dl',
      { class: 'how' },
      row('Rules', rules.name),
      row('As of', summary.asOf),
      row('Matched by', ...ladder.map(rungName)),
      row('Compared', `money ${rules.basis}`),
      row('Waited for', grace.default, ...graces),
      row('Tolerated', ...(tolerances.length === 0 ? ['nothing'] : tolerances)),
      row('Environment', environment ?? 'whatever both sides agree on'),
      row(
        'Ends',
        ends === 'exact' ? 'failed, cancelled and expired are different' : 'only whether money was taken counts',
      ),
      row('SHA-256 of the result', hash),
    ),
  )
}
