import type { SessionPage, Total } from '@onetill/store'
import { banner } from './banners.ts'
import { PATTERNS } from './chart-parts.ts'
import { charts } from './charts.ts'
import { filterForm } from './filter-form.ts'
import type { HealthView } from './health-watch.ts'
import { notice, page } from './layout.ts'
import { attributes, type Html, html } from './markup.ts'
import type { Counted } from './over-time.ts'
import { PRESETS } from './presets.ts'
import { address, type BoardQuery, isNarrowed, PARAMETERS } from './query.ts'
import { type PayerPages, sessionTable } from './session-table.ts'
import { totalsOf, totalsPanel, totalsStrip } from './totals-panel.ts'
import type { View } from './view.ts'

/** What the board shows. */
export interface Board {
  readonly query: BoardQuery
  /** Null: what the URL asks for cannot be asked for. */
  readonly found: SessionPage | null
  readonly totals: readonly Total[]
  /** Null: not asked for. */
  readonly counted: Counted | null
  /** Null: nobody says how vendors do. */
  readonly health: HealthView | null
  readonly payerPages: PayerPages
}

/** The list of all sessions. */
export function boardPage(view: View, board: Board): Html {
  const { query, found, totals, health } = board
  const { preset } = query
  const title = preset === null ? 'Sessions' : PRESETS[preset].word
  return page(view, {
    title,
    nav: 'sessions',
    live: query.after === undefined ? 'yes' : 'no',
    body: html`
<div class="heading"><h1>${title}</h1>${exportLinks(query)}</div>
${onPaper(query)}
${views(query)}
<div data-part="banner">${banner(view, health, found?.sessions ?? [])}</div>
${filterForm(view, query, totals)}
<div data-part="totals">${totalsStrip(query, totals)}</div>
${chartPanel(view, board)}
<div data-part="list">${list(view, board)}</div>
${found === null || (found.sessions.length === 0 && found.next === null) ? null : pager(query, found)}
${totalsPanel(view, totals)}`,
  })
}

/** Where there is something to draw. */
function chartPanel(view: View, { query, totals, counted }: Board): Html | null {
  if (counted === null || totals.length === 0) return null
  return html`${PATTERNS}<details class="panel charts" open><summary>Charts</summary><div data-part="charts">${charts(view, query, counted, totalsOf(query, totals))}</div></details>`
}

/** The form is not printed; what it says is. */
function onPaper({ values }: BoardQuery): Html | null {
  const asked = PARAMETERS.filter((name) => !UNPRINTED.has(name) && values[name] !== undefined)
  return asked.length === 0
    ? null
    : html`<p class="on-paper">Filtered: ${asked.map((name) => `${name} ${values[name]}`).join(', ')}</p>`
}

const UNPRINTED: ReadonlySet<string> = new Set(['view', 'tz', 'after'])

function views({ values, preset }: BoardQuery): Html {
  const tabs = [[undefined, { word: 'All' }] as const, ...Object.entries(PRESETS)]
  return html`<nav class="tabs" aria-label="Views">${tabs.map(
    ([name, { word }]) =>
      html`<a${attributes({
        href: address('/', { ...values, view: name }),
        'aria-current': (name ?? null) === preset ? 'page' : null,
      })}>${word}</a>`,
  )}</nav>`
}

function exportLinks({ values }: BoardQuery): Html {
  return html`<div class="actions"><span id="export-label">Export</span>
<a download${attributes({ href: address('/export.csv', values), 'aria-describedby': 'export-label' })}>CSV</a>
<a download${attributes({ href: address('/export.ndjson', values), 'aria-describedby': 'export-label' })}>NDJSON</a></div>`
}

function list(view: View, { query, found, totals, payerPages }: Board): Html {
  if (found === null)
    return notice(
      'warn',
      'This cannot be asked for',
      html`<ul>${query.problems.map(({ text }) => html`<li>${text}</li>`)}</ul><p><a${attributes({ href: address('/', { tz: query.values.tz }) })}>Show all sessions</a></p>`,
    )
  if (found.sessions.length > 0) return sessionTable(view, found.sessions, payerPages)
  if (found.next !== null) return FURTHER_BACK
  return totals.length === 0 && !isNarrowed(query) ? EMPTY : noMatch(query)
}

const EMPTY = html`<div class="blank"><h2>No sessions yet</h2>
<p>Sessions appear here as soon as one is read, tracked or told of by a webhook.</p>
<p><code>onetill serve</code> watches the providers of your configuration; <code>onetill demo</code> plays a day with made-up ones.</p></div>`

const FURTHER_BACK = html`<div class="blank"><h2>None among the newest</h2>
<p>What was looked through so far does not fit; older sessions may.</p></div>`

function noMatch({ preset, values }: BoardQuery): Html {
  const meaning = preset === null ? null : PRESETS[preset].meaning
  const calm = preset !== null && Object.keys(values).every((name) => name === 'view' || name === 'tz')
  return html`<div class="blank"><h2>${calm ? 'Nothing to look at' : 'No session fits'}</h2>
<p>${calm ? `No session is ${meaning}.` : 'Nothing that is stored fits all of these filters. A text is looked for in ids and references by their beginning, and anywhere in the newest 1,500 sessions.'}</p>
<p><a${attributes({ href: address('/', { tz: values.tz }) })}>Show all sessions</a></p></div>`
}

function pager({ values, after }: BoardQuery, { next, sessions }: SessionPage): Html {
  if (after === undefined && next === null)
    return html`<p class="pager"><span>${sessions.length === 1 ? '1 session' : `${sessions.length} sessions`}, that is all</span></p>`
  return html`<nav class="pager" aria-label="Pages of the list">
${after === undefined ? null : html`<a${attributes({ href: address('/', values) })}>Newest</a>`}
${next === null ? html`<span>That is all</span>` : html`<a rel="next"${attributes({ href: address('/', values, { after: next }) })}>Older sessions</a>`}
</nav>`
}
