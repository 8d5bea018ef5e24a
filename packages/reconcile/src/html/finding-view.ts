// One finding. Printed for pages without scripts, built in the browser for all others.
import { type Explanation, explain, type StoryRules } from '../explain.ts'
import type { Finding } from '../finding.ts'
import { amount, counted, LOOKS, mark, words } from './parts.ts'
import { type Child, h, type Tree } from './tree.ts'

/** A finding as one line that opens. Its body is made when it is needed. */
export function findingView(finding: Finding, body: Child): Tree {
  const { id, code, severity, left, right, difference } = finding
  const [record] = [...left, ...right]
  const name = record?.reference ?? record?.key ?? 'A row without a name'
  const below = record?.reference == null ? null : ([...left, ...right].find(({ key }) => key != null)?.key ?? null)
  return h(
    'li',
    { class: 'finding', id: `f-${id}` },
    h(
      'details',
      {},
      h(
        'summary',
        {},
        h('span', { class: 'f-code' }, mark(code, LOOKS[severity])),
        h(
          'span',
          { class: 'f-name' },
          h('b', {}, name),
          below === null ? null : h('span', { class: 'mono sub' }, below),
        ),
        h('span', { class: 'f-words' }, finding.reason?.replaceAll('_', ' ') ?? wordsOf(left, right)),
        h('span', { class: 'f-money' }, moneyOf(finding, difference)),
      ),
      body,
    ),
  )
}

/** Status of both sides; nothing where neither has one. */
function wordsOf(left: Finding['left'], right: Finding['right']): string {
  const [ours, theirs] = [wordOf(left), wordOf(right)]
  return ours === '–' && theirs === '–' ? '' : `${ours} → ${theirs}`
}

const wordOf = ([record]: Finding['left']): string => record?.word ?? record?.status ?? '–'

function moneyOf({ left, right }: Finding, difference: Finding['difference']): Child {
  if (difference.length > 0) return difference.map((each) => amount(each.amount, each.currency))
  const [record] = [...left, ...right]
  return record?.value != null && record.valueCurrency != null
    ? h('span', { class: 'calm' }, 'no difference')
    : h('span', { class: 'none' }, '–')
}

/** What stands in a finding that is open: what it means, both sides beside each other, what to do. */
export function findingBody(finding: Finding, rules: StoryRules): Tree {
  const { code, also, story, fields } = explain(finding, rules)
  return h(
    'div',
    { class: 'f-body' },
    h('p', {}, code.meaning),
    story.map((line) => h('p', { class: 'calm' }, line)),
    also.map(({ name, meaning }) => h('p', { class: 'calm' }, h('b', {}, `Also ${words(name)}: `), meaning)),
    fields.length === 0 ? null : sides(finding, fields),
    h('p', { class: 'f-action' }, h('b', {}, 'What to do: '), code.action),
    h('p', { class: 'mono sub' }, `--explain ${finding.id}`),
  )
}

function sides({ left, right, count }: Finding, fields: Explanation['fields']): Tree {
  const head = (name: string, of: readonly unknown[]): Child =>
    of.length === 0
      ? h('th', { scope: 'col' }, name)
      : of.map((_, at) => h('th', { scope: 'col' }, of.length === 1 ? name : `${name} ${at + 1}`))
  const cells = (texts: readonly (string | null)[], name: string): Child =>
    (texts.length === 0 ? [null] : texts).map((text, at) =>
      h(
        'td',
        { 'data-side': texts.length > 1 ? `${name} ${at + 1}` : name },
        text ?? h('span', { class: 'none' }, '–'),
      ),
    )
  const hidden = count.left - left.length + count.right - right.length
  return h(
    'div',
    { class: 'scroll', role: 'group', tabindex: '0', 'aria-label': 'Both records' },
    h(
      'table',
      { class: left.length <= 1 && right.length <= 1 ? 'sides two' : 'sides' },
      h('caption', { class: 'unseen' }, 'What each side says'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Field'), head('Left', left), head('Right', right))),
      h(
        'tbody',
        {},
        fields.map((row) =>
          h(
            'tr',
            { class: row.differs ? 'differs' : null },
            h('th', { scope: 'row' }, row.label, row.differs && h('span', { class: 'unseen' }, ' (differs)')),
            cells(row.left, 'Left'),
            cells(row.right, 'Right'),
          ),
        ),
      ),
    ),
    hidden > 0 && h('p', { class: 'calm' }, `${counted(hidden)} more records belong to it and are not shown.`),
  )
}
