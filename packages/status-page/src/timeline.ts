import type { CheckoutSession } from '@onetill/core'
import type { History, Step } from '@onetill/store'
import { type Html, html } from './markup.ts'
import { moment, statusMark, tag } from './parts.ts'
import { redacted } from './personal.ts'
import type { View } from './view.ts'
import { EFFECTS, type Tone, VIAS } from './words.ts'

/** Steps a page shows. */
const MOST = 200

const TONES: Readonly<Partial<Record<Step['effect'], Tone>>> = {
  late: 'warn',
  regression: 'bad',
  contradicted: 'warn',
  unread: 'warn',
  missing: 'warn',
}

/** Everything that was seen of a session, newest first. */
export function timeline({ zone }: View, { steps }: History): Html {
  const told = steps
    .map((step, index) => ({ step, first: index === 0, changed: changedSince(steps.slice(0, index), step) }))
    .reverse()
  return html`<section class="panel" aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
${steps.length === 0 ? html`<p class="none">Nothing was seen of it yet.</p>` : null}
<ol class="timeline">${told.slice(0, MOST).map(({ step, first, changed }) => entry(step, first, changed))}</ol>
${told.length > MOST ? html`<p class="none">${told.length - MOST} earlier observations are not shown.</p>` : null}</section>`

  function entry({ observation, effect, from, to }: Step, first: boolean, changed: readonly string[]): Html {
    const { asOf, via, seen, native } = observation
    const tone = TONES[effect]
    return html`<li${tone === undefined ? null : html` class="tone-${tone}"`}>
<div class="when">${moment(asOf, zone)} ${tag(VIAS[via])}</div>
<div class="what">${effect === 'kept' || effect === 'stale' || from === to ? html`<span class="calm">${EFFECTS[effect]}</span>` : html`${first ? null : html`${statusMark(from)} <span aria-hidden="true">→</span><span class="unseen">to</span> `}${statusMark(to)}${effect === 'moved' ? null : html` <span class="calm">${EFFECTS[effect]}</span>`}`}
${word(seen)}</div>
${changed.length === 0 ? null : html`<div class="calm">Changed: ${changed.join(', ')}</div>`}
${seen.kind === 'session' ? html`<div class="calm">Read by ${seen.session.observed.adapter}${seen.session.observed.overruled ? ', decided by a row of your own' : null}</div>` : null}
${native === null ? null : html`<details><summary>Answer, redacted</summary><pre tabindex="0">${pretty(native)}</pre></details>`}
</li>`
  }
}

function word(seen: Step['observation']['seen']): Html {
  if (seen.kind === 'lapsed') return html`<span class="calm">says its time is over (HTTP 410)</span>`
  if (seen.kind === 'missing') return html`<span class="calm">does not know it (HTTP 404)</span>`
  const text = seen.kind === 'word' ? seen.word : seen.session.providerStatus
  return text === null
    ? html`<span class="calm">no word of a status</span>`
    : html`<span class="calm">vendor’s word</span> <code>${text}</code>`
}

/** Not what is in it, which may be personal: only which fields. */
function changedSince(before: readonly Step[], { observation }: Step): readonly string[] {
  const { seen } = observation
  if (seen.kind !== 'session') return []
  let last: CheckoutSession | undefined
  for (const step of before) if (step.observation.seen.kind === 'session') last = step.observation.seen.session
  if (last === undefined) return []
  const old = new Map(Object.entries(last).map(([field, value]) => [field, JSON.stringify(value)]))
  return Object.entries(seen.session)
    .filter(([field, value]) => !UNTOLD.has(field) && JSON.stringify(value) !== old.get(field))
    .map(([field]) => field)
}

const UNTOLD = new Set(['observed', 'schemaVersion', 'status', 'providerStatus'])

function pretty(native: string): string {
  try {
    return JSON.stringify(redacted(JSON.parse(native)), null, 2)
  } catch {
    return 'not JSON; not shown'
  }
}
