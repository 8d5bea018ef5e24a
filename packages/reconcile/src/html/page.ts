import { createHash } from 'node:crypto'
import type { StoryRules } from '../explain.ts'
import type { Finding } from '../finding.ts'
import type { Result } from '../result.ts'
import { ASSETS } from './assets.generated.ts'
import { filterView } from './filter-view.ts'
import { findingBody, findingView } from './finding-view.ts'
import { counted } from './parts.ts'
import { asideView, classesView, moneyView, rulesView } from './summary-view.ts'
import { type Child, h, print, scriptJson, type Tree } from './tree.ts'
import { type Names, verdictView } from './verdict-view.ts'

/** How a report is made. */
export interface HtmlOptions {
  /** What the sides are called. @default "left", "right" */
  readonly names?: Names
  /** Most findings the page holds; the rest is said to be left out. @default 20000 */
  readonly most?: number
}

const MOST = 20_000
/** Findings that can be read without scripts. */
const STATIC = 50

const sha = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing is loaded, nothing is sent, and no script or style runs but the ones of this page. */
const POLICY = `default-src 'none'; style-src ${sha(ASSETS.css)}; script-src ${sha(ASSETS.js)}; img-src data:; base-uri 'none'; form-action 'none'`

/**
 * A result as one HTML file that opens offline: what it comes to, sums by currency and class, every finding with both
 * records beside each other. The summary and the first findings can be read without scripts; text of records is never
 * markup, and characters that cannot be seen are named.
 */
export async function* html(result: Result, options: HtmlOptions = {}): AsyncIterable<string> {
  const { names = { left: 'left', right: 'right' }, most = MOST } = options
  const { summary } = result
  const { grace, tolerance } = result.rules
  const rules: StoryRules = { grace, tolerance }
  const held = Math.min(summary.findings, most)
  yield `<!doctype html>\n<html lang="en">\n<head>${headOf(result).map(print).join('\n')}
<style>${ASSETS.css}</style>
</head>
<body>
${print(h('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'))}
${print(topOf(result))}
<main id="main">
${[verdictView(result, names), moneyView(result), classesView(result)].map(print).join('\n')}
${printed(asideView(result.quarantine))}
<section class="list" aria-labelledby="findings"><h2 id="findings" tabindex="-1">Findings</h2>
${printed(summary.findings > held && h('p', { class: 'calm', id: 'cut' }, `This page holds the first ${counted(held)} of ${counted(summary.findings)} findings; onetill reconcile --format ndjson or csv gives all.`))}
${print(filterView(result))}
<p class="calm" id="shown" role="status">${staticText(summary.findings)}</p>
<ol id="findings-list" class="findings">`
  let shown = 0
  if (held > 0)
    for await (const finding of result.findings()) {
      yield `${print(findingView(finding, findingBody(finding, rules)))}\n`
      if (++shown === Math.min(STATIC, held)) break
    }
  yield `</ol>
${print(h('p', { class: 'pager' }, h('button', { type: 'button', id: 'more', hidden: true }, 'Show more')))}
</section>
${print(rulesView(result, await result.hash()))}
</main>
${print(h('footer', { class: 'foot' }, h('span', {}, 'Made by onetill reconcile. Everything is in this file; it loads nothing.')))}
<script type="application/json" id="data">`
  yield* dataOf(result, rules, held)
  yield `</script>\n<script>${ASSETS.js}</script>\n</body>\n</html>\n`
}

const printed = (child: Child): string =>
  child === null || child === false || typeof child === 'string' || !('tag' in child) ? '' : print(child)

function staticText(findings: number): string {
  if (findings === 0) return 'There are none.'
  if (findings <= STATIC) return `${counted(findings)} in all.`
  return `The first ${STATIC} of ${counted(findings)}. Allow scripts to see and search the others here, or take them from onetill reconcile --format csv.`
}

function headOf({ summary }: Result): readonly Tree[] {
  return [
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('link', { rel: 'icon', href: 'data:,' }),
    h('title', {}, `Reconciliation as of ${summary.asOf.slice(0, 16).replace('T', ' ')} UTC · Onetill`),
  ]
}

function topOf({ summary }: Result): Tree {
  const day = summary.asOf.slice(0, 16).replace('T', ' ')
  return h(
    'header',
    { class: 'top' },
    h(
      'span',
      { class: 'brand' },
      h(
        'svg',
        { class: 'mark', viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false' },
        h('rect', { x: '1.5', y: '1.5', width: '17', height: '17', rx: '5', fill: 'currentColor' }),
        h('path', { class: 'mark-lines', d: 'M6 11.5h8M6 8h8', 'stroke-width': '1.8', 'stroke-linecap': 'round' }),
      ),
      h('span', {}, 'Onetill'),
    ),
    h('span', { class: 'top-title' }, 'Reconciliation'),
    h('span', { class: 'right' }, 'As of ', h('time', { datetime: summary.asOf }, h('b', {}, day)), ' UTC'),
  )
}

async function* dataOf(result: Result, rules: StoryRules, held: number): AsyncIterable<string> {
  yield `{"rules":${scriptJson(JSON.stringify(rules))},"findings":[`
  let count = 0
  let batch: string[] = []
  if (held > 0)
    for await (const finding of result.findings()) {
      batch.push(`${count === 0 ? '' : ',\n'}${scriptJson(JSON.stringify(finding satisfies Finding))}`)
      if (batch.length === 200) {
        yield batch.join('')
        batch = []
      }
      if (++count === held) break
    }
  yield `${batch.join('')}]}`
}
