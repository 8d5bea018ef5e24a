import { HATCH } from './chart.ts'
import type { Comparison, Group } from './comparison.ts'
import { outcomeFigure, paidFigure, refundFigure, timeFigure } from './figures.ts'
import { LEAST_FOR_RATE } from './interval.ts'
import { LOOKS } from './looks.ts'
import { type Html, html, trusted } from './markup.ts'
import { OUTCOME_NAMES, OUTCOMES } from './outcomes.ts'
import { amountPanel, dayFigures, differencePanel, failurePanel } from './panels.ts'
import { STYLE } from './style.ts'
import { periodText } from './text.ts'
import { duration, grouped, groupName, minute, NOT_REPORTED, percent, percentRange } from './words.ts'

/** Most groups that are drawn and tiled; the tables have all of them. */
const MOST_DRAWN = 24

/**
 * The comparison as one HTML page that needs nothing else: no script, no request, light and dark, every chart also as a
 * table.
 */
export function comparisonPage(comparison: Comparison): string {
  const { groups, by, period, asOf, sessions } = comparison
  const byDay = by.includes('day')
  const drawn = byDay ? [] : groups.slice(0, MOST_DRAWN)
  return html`${trusted('<!doctype html>')}
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<title>Providers compared · Onetill</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${HATCH}
<header class="top"><span class="brand">${MARK}Onetill</span><span>Days of ${period.zone}, times in UTC</span></header>
<main>
<div class="heading"><h1>Providers compared</h1>
<p>${grouped(sessions)} sessions, created ${periodText(period)}. As of ${minute(asOf)}.</p></div>
${notices(comparison)}
${
  groups.length === 0
    ? html`<section class="panel"><h2>Nothing to compare</h2><p class="calm">No session is of this period.</p></section>`
    : html`${byDay ? dayFigures(comparison) : html`<div class="tiles">${drawn.map(tile)}</div>`}
${byDay ? null : outcomeFigure(groups, drawn)}
${
  byDay
    ? null
    : html`<div class="grid2">${paidFigure(groups, drawn)}${timeFigure(groups, drawn)}${refundFigure(groups, drawn)}${failurePanel(groups)}</div>`
}
${differencePanel(comparison)}
${amountPanel(groups)}`
}
${definitions()}
</main>
<footer class="foot">Onetill, comparison version ${comparison.version}</footer>
</body>
</html>
`.html
}

function tile({ key, sessions, settled, outcomes, timeToPaid: { p50, known } }: Group): Html {
  const { share, low, high } = outcomes.paid
  const rate =
    share === null || low === null || high === null
      ? html`<p class="big few">${grouped(outcomes.paid.sessions)} paid</p><p>of ${grouped(settled)} that are over; under ${LEAST_FOR_RATE} there is no rate</p>`
      : html`<p class="big">${percent(share)}</p><p>paid of ${grouped(settled)} that are over, <span class="nb">${percentRange({ low, high })}</span></p>`
  const time =
    p50 !== null
      ? `half paid within ${duration(p50.ms)}`
      : known > 0
        ? 'too few times of payment'
        : `time to payment ${NOT_REPORTED}`
  return html`<section class="tile"><h2>${groupName(key)}</h2>${rate}
<p>${grouped(sessions)} sessions, ${grouped(outcomes.open.sessions)} open now; ${time}</p></section>`
}

function notices({ groups, badLines, by }: Comparison): Html | null {
  const undated = groups.reduce((sum, group) => sum + group.undated, 0)
  const contradictory = groups.reduce((sum, { timeToPaid }) => sum + timeToPaid.contradictory, 0)
  const texts = [
    ...(groups.some(({ key }) => key.environment === 'test')
      ? ['Test sessions are among them, in groups of their own. No money moved in those.']
      : []),
    ...(badLines > 0 ? [`${grouped(badLines)} lines of the input are no sessions and were left out.`] : []),
    ...(undated > 0
      ? [`${grouped(undated)} sessions have no time of creation; they are dated by when they were first seen.`]
      : []),
    ...(contradictory > 0
      ? [
          `${grouped(contradictory)} sessions were paid before they were created, as the provider says; they are in no time.`,
        ]
      : []),
    ...(!by.includes('day') && groups.length > MOST_DRAWN
      ? [`The first ${MOST_DRAWN} of ${groups.length} groups are drawn; the tables have all of them.`]
      : []),
  ]
  if (texts.length === 0) return null
  return html`<div class="notice"><div>${texts.map((text) => html`<p>${text}</p>`)}</div></div>`
}

const definitions = (): Html => html`<details class="panel"><summary>How it is counted</summary>
<dl>${OUTCOME_NAMES.map(
  (name) =>
    html`<div><dt>${LOOKS[name].word}</dt><dd>${OUTCOMES[name].meaning}. ${OUTCOMES[name].settled ? 'Share of what is over.' : 'Not over; share of all.'}</dd></div>`,
)}
<div><dt>Which sessions</dt><dd>By when the provider created them, else when they were first seen. Live and test are never in one group.</dd></div>
<div><dt>Shares</dt><dd>Score intervals (Wilson 1927) at 95 %. Under ${LEAST_FOR_RATE} sessions there are counts and no rate.</dd></div>
<div><dt>Paid of all</dt><dd>From the share if nothing that is open gets paid to the share if all of it does.</dd></div>
<div><dt>Times</dt><dd>The provider’s own creation and payment, never when we saw it. Quantiles are at most 0.1 % too low.</dd></div>
<div><dt>Refunds</dt><dd>Of paid sessions of which the provider says whether they were refunded. What it does not report is not “none”.</dd></div>
</dl></details>`

const MARK = trusted(
  '<svg class="mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><rect x="1.5" y="1.5" width="17" height="17" rx="5" fill="currentColor"/><path d="M6 11.5h8M6 8h8" stroke="var(--surface)" stroke-width="1.8" stroke-linecap="round"/></svg>',
)
