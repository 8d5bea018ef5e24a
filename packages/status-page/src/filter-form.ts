import { ENVIRONMENTS } from '@onetill/core'
import type { Total } from '@onetill/store'
import { icon } from './icons.ts'
import { attributes, type Html, html } from './markup.ts'
import { address, type BoardQuery, type Parameter } from './query.ts'
import type { View } from './view.ts'
import { SUMMARIES } from './words.ts'

type Option = readonly [value: string, word: string]

/** Search and filters; a form that ends in a URL, so it needs no script. */
export function filterForm({ nameOf }: View, { values, problems }: BoardQuery, totals: readonly Total[]): Html {
  const known = (of: (total: Total) => string | null): readonly string[] =>
    [...new Set(totals.map(of))].filter((value) => value !== null).sort()
  const more = (['account', 'env', 'currency', 'min', 'max', 'from', 'to', 'ref'] as const).filter(
    (name) => values[name] !== undefined,
  ).length
  const bad = (name: Parameter) => problems.find((problem) => problem.name === name)?.text
  const field = (name: Parameter, label: string, input: Html): Html => {
    const problem = bad(name)
    return html`<label class="field"><span>${label}</span>${input}${problem === undefined ? null : html`<span class="problem">${problem}</span>`}</label>`
  }
  const select = (name: Parameter, label: string, any: string, options: readonly Option[]): Html => {
    const asked = values[name]
    const all =
      asked === undefined || options.some(([value]) => value === asked)
        ? options
        : [...options, [asked, asked] as const]
    return field(
      name,
      label,
      html`<select${attributes({ name })}><option value="">${any}</option>${all.map(
        ([value, word]) => html`<option${attributes({ value, selected: value === asked })}>${word}</option>`,
      )}</select>`,
    )
  }
  const text = (name: Parameter, label: string, kind: Readonly<Record<string, string>>): Html =>
    field(name, label, html`<input${attributes({ name, value: values[name] ?? '', ...kind })}>`)
  const same = (value: string): Option => [value, value]

  return html`<form class="filters" method="get" action="/" role="search" aria-label="Sessions" data-filters>
${(['view', 'tz'] as const).map((name) => (values[name] === undefined ? null : html`<input type="hidden"${attributes({ name, value: values[name] })}>`))}
<div class="first">
  <label class="search"><span class="unseen">Search by id, reference, description or payer</span>${icon('search')}<input type="search" name="q" placeholder="Id, reference or payer" autocomplete="off" spellcheck="false" maxlength="200" aria-keyshortcuts="/"${attributes({ value: values.q ?? '' })}><kbd aria-hidden="true">/</kbd></label>
  ${select(
    'status',
    'Status',
    'Any status',
    Object.entries(SUMMARIES).map(([value, { word }]) => [value, word] as const),
  )}
  ${select(
    'provider',
    'Vendor',
    'Any vendor',
    known(({ provider }) => provider).map((id) => [id, nameOf(id)] as const),
  )}
  <button class="primary">Apply</button>
</div>
<details${attributes({ open: more > 0 })}><summary>More filters${more > 0 ? html` <span class="count">${more}</span>` : null}</summary>
<div class="rest">
  ${select('account', 'Account', 'Any account', known(({ account }) => account).map(same))}
  ${select('env', 'Environment', 'Any', ENVIRONMENTS.map(same))}
  ${select('currency', 'Currency', 'Any', known(({ currency }) => currency).map(same))}
  ${text('min', 'Amount from', { inputmode: 'decimal', placeholder: '0.00', autocomplete: 'off' })}
  ${text('max', 'Amount to', { inputmode: 'decimal', placeholder: '0.00', autocomplete: 'off' })}
  ${text('from', 'From day', { type: 'date' })}
  ${text('to', 'To day', { type: 'date' })}
  ${text('ref', 'Reference, exactly', { autocomplete: 'off', maxlength: '200' })}
</div></details>
${more > 0 || values.q !== undefined || values.status !== undefined || values.provider !== undefined ? html`<a class="clear"${attributes({ href: address('/', { view: values.view, tz: values.tz }) })}>Clear filters</a>` : null}
</form>`
}
