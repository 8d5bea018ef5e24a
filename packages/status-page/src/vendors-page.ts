import type { HealthState } from './health-state.ts'
import type { HealthView } from './health-watch.ts'
import { HEALTH_LOOKS } from './health-words.ts'
import { notice, page } from './layout.ts'
import { attributes, type Html, html } from './markup.ts'
import { moment } from './parts.ts'
import { healthMark } from './uptime-strip.ts'
import { vendorCard } from './vendor-card.ts'
import type { View } from './view.ts'

/** What the page of vendors shows. */
export interface Vendors {
  /** Null: nobody says how providers do. */
  readonly health: HealthView | null
  /** Providers the store has sessions of, but nobody reads from here. */
  readonly unread: readonly string[]
}

/** How every vendor does, from what was really sent. */
export function vendorsPage(view: View, { health, unread }: Vendors): Html {
  const { zone, nameOf } = view
  return page(view, {
    title: 'Vendors',
    nav: 'vendors',
    live: health === null ? 'no' : 'polled',
    body: html`<div data-part="vendors">
<div class="heading"><div class="naming"><h1>Vendors</h1><p class="calm"><span>From what was really sent to them${health?.at == null ? null : html`, as of ${moment(health.at, zone)} ${zone.name}`}</span></p></div>${health === null || health.accounts.length === 0 ? null : summary(health)}</div>
${banner(view, health)}
${
  health === null || health.accounts.length === 0
    ? null
    : html`<div class="vendors">${health.accounts.map((account, index) => vendorCard(view, account, index))}</div>`
}
${
  unread.length === 0
    ? null
    : html`<section class="panel" aria-labelledby="unread"><h2 id="unread">Not read from here</h2><ul class="unread">${unread.map(
        (provider) => html`<li><span>${nameOf(provider)}</span>${healthMark('no_data')}</li>`,
      )}</ul><p class="calm">The store has sessions of these; another process may keep them up to date.</p></section>`
}
${health === null && unread.length === 0 ? EMPTY : null}
${health === null || health.accounts.length === 0 ? null : legend(view, health)}
</div>`,
  })
}

const EMPTY = html`<div class="blank"><h2>No vendors yet</h2><p>Vendors appear here as soon as <code>onetill serve</code> reads from one, or the store has a session of it.</p></div>`

const ORDER = ['down', 'degraded', 'stale', 'no_data', 'operational'] as const satisfies readonly HealthState[]

/** How many are in each state, the worst first. */
function summary({ accounts }: HealthView): Html {
  const counted = ORDER.map((state) => ({
    state,
    count: accounts.filter(({ judgement }) => judgement.state === state).length,
  })).filter(({ count }) => count > 0)
  return html`<ul class="tally" aria-label="Vendors by state">${counted.map(({ state, count }) => {
    const { word, tone } = HEALTH_LOOKS[state]
    return html`<li${attributes({ class: `tone-${tone}` })}><span class="number">${count}</span><span class="word">${word}</span></li>`
  })}</ul>`
}

function banner({ zone }: View, health: HealthView | null): Html | null {
  if (health === null)
    return notice(
      'quiet',
      'Nothing here reads from vendors',
      html`<p>How they answer is known to the process that reads from them: <code>onetill serve</code> does both.</p>`,
    )
  if (health.at === null)
    return notice('warn', 'Not known yet', html`<p>How vendors do could not be asked for. This page tries again.</p>`)
  if (health.failedSince !== null)
    return notice(
      'warn',
      'Not up to date',
      html`<p>How vendors do cannot be asked for since ${moment(health.failedSince, zone)}. What stands here is from ${moment(health.at, zone)}.</p>`,
    )
  if (!health.running)
    return notice('warn', 'Reading is stopped', html`<p>This process does not read from vendors at the moment.</p>`)
  return null
}

function legend({ zone }: View, { watchedSince }: HealthView): Html {
  return html`<section class="panel legend" aria-labelledby="legend"><h2 id="legend">What the words mean</h2><dl class="facts">${Object.entries(
    HEALTH_LOOKS,
  ).map(
    ([state, { meaning, tone, word }]) =>
      html`<div><dt><span${attributes({ class: `bar is-${state} tone-${tone}` })} aria-hidden="true"></span>${word}</dt><dd>${meaning}</dd></div>`,
  )}</dl><p class="calm">Hours are kept by this process, since ${moment(watchedSince, zone)}; they begin again when it does. Worse is said after 30 seconds, better after two minutes.</p></section>`
}
