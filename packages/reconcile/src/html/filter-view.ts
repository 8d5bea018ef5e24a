import type { Result } from '../result.ts'
import { counted, words } from './parts.ts'
import { h, type Tree } from './tree.ts'

/** The form above the findings; it appears with the script. */
export function filterView({ summary }: Result): Tree {
  const option = (value: string, text: string): Tree => h('option', { value }, text)
  return h(
    'form',
    { class: 'filter', id: 'filter', hidden: true, role: 'search', 'aria-label': 'Findings' },
    h(
      'div',
      { class: 'field wide' },
      h('label', { for: 'text' }, 'Text'),
      h('input', {
        id: 'text',
        type: 'search',
        autocomplete: 'off',
        spellcheck: 'false',
        placeholder: 'Reference, session, amount, status',
      }),
    ),
    h(
      'div',
      { class: 'field' },
      h('label', { for: 'code' }, 'Class'),
      h(
        'select',
        { id: 'code' },
        option('', `Every class (${counted(summary.findings)})`),
        summary.codes
          .filter(({ findings, also }) => findings + also > 0)
          .map(({ code, findings, also }) => option(code, `${words(code)} (${counted(findings + also)})`)),
      ),
    ),
    h(
      'div',
      { class: 'field' },
      h('label', { for: 'kind' }, 'Kind'),
      h(
        'select',
        { id: 'kind' },
        option('', 'All'),
        option('settle', `To settle (${counted(summary.exceptions)})`),
        option('wait', `To wait for (${counted(summary.findings - summary.exceptions)})`),
      ),
    ),
  )
}
