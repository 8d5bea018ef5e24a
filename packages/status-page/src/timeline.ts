import type { CheckoutSession } from '@onetill/core'
import type { History, Step } from '@onetill/store'
import { type Html, html } from './markup.ts'
import type { DecidingRow, StatusPageOptions } from './options.ts'
import { moment, statusMark, tag } from './parts.ts'
import { redactedAnswer } from './redact.ts'
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

/** The same thing seen several times with nothing else in between. */
interface Run {
  readonly step: Step
  /** Whether nothing was seen before it. */
  readonly first: boolean
  /** Fields that are not what they were. */
  readonly changed: readonly string[]
  /** How often it was seen after that. */
  readonly again: number
  /** When it was seen last, UTC text. */
  readonly last: string
}

/** Everything that was seen of a session, newest first. */
export function timeline(
  { zone, principal }: View,
  { stored, steps }: History,
  { explain, keeps }: { readonly [name in 'explain' | 'keeps']: StatusPageOptions[name] },
): Html {
  const shown = keeps?.(stored.session.provider)
  const told = runsOf(steps).reverse()
  return html`<section class="panel" aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
${steps.length === 0 ? html`<p class="none">Nothing was seen of it yet.</p>` : null}
<ol class="timeline">${told.slice(0, MOST).map(entry)}</ol>
${told.length > MOST ? html`<p class="none">${told.length - MOST} earlier observations are not shown.</p>` : null}</section>`

  function entry({ step, first, changed, again, last }: Run): Html {
    const { observation, effect, from, to } = step
    const { asOf, via, seen, native } = observation
    const decision = explain?.(observation) ?? null
    const tone = TONES[effect]
    return html`<li${tone === undefined ? null : html` class="tone-${tone}"`}>
<div class="when">${moment(asOf, zone)} ${tag(VIAS[via])}</div>
<div class="what">${effect === 'kept' && changed.length > 0 ? html`<span class="calm">Still</span> ${statusMark(to)}` : effect === 'kept' || effect === 'stale' || from === to ? html`<span class="calm">${EFFECTS[effect]}</span>` : html`${first ? null : html`${statusMark(from)} <span aria-hidden="true">→</span><span class="unseen">to</span> `}${statusMark(to)}${effect === 'moved' ? null : html` <span class="calm">${EFFECTS[effect]}</span>`}`}
${word(seen)}</div>
${again === 0 ? null : html`<div class="calm">Seen again ${again === 1 ? 'once' : `${again} times`}, last ${moment(last, zone)}</div>`}
${changed.length === 0 ? null : html`<div class="calm">Changed: ${changed.join(', ')}</div>`}
${decision === null ? null : html`<div class="calm">${deciding(decision)}</div>`}
${seen.kind === 'session' ? html`<div class="calm">Read by ${seen.session.observed.adapter}${seen.session.observed.overruled ? ', decided by a row of your own' : null}</div>` : null}
${native === null || principal.role !== 'operator' ? null : html`<details><summary>Answer, redacted</summary><pre tabindex="0">${pretty(native, shown)}</pre></details>`}
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

/** Which row of the adapter's table turned the vendor's word into ours. */
function deciding({ row, source, documented }: DecidingRow): Html {
  if (row === null) return html`No row has this word; it is kept and never guessed.`
  const how = documented === true ? 'documented in' : 'our reading of'
  return html`Row <code>${row}</code>${source === null ? null : `, ${how} ${source}`}`
}

function runsOf(steps: readonly Step[]): Run[] {
  const runs: Run[] = []
  let before: CheckoutSession | undefined
  for (const [index, step] of steps.entries()) {
    const { hash, asOf, seen } = step.observation
    const run = runs.at(-1)
    if (run?.step.observation.hash === hash) runs.splice(-1, 1, { ...run, again: run.again + 1, last: asOf })
    else runs.push({ step, first: index === 0, changed: changedSince(before, step), again: 0, last: asOf })
    if (seen.kind === 'session') before = seen.session
  }
  return runs
}

/** Not what is in it, which may be personal: only which fields. */
function changedSince(last: CheckoutSession | undefined, { observation }: Step): readonly string[] {
  const { seen } = observation
  if (seen.kind !== 'session' || last === undefined) return []
  const old = new Map(Object.entries(last).map(([field, value]) => [field, JSON.stringify(value)]))
  return Object.entries(seen.session)
    .filter(([field, value]) => !UNTOLD.has(field) && JSON.stringify(value) !== old.get(field))
    .map(([field]) => field)
}

const UNTOLD = new Set(['observed', 'schemaVersion', 'status', 'providerStatus'])

function pretty(native: string, keeps: readonly string[] | undefined): string {
  try {
    return JSON.stringify(redactedAnswer(JSON.parse(native), keeps), null, 2)
  } catch {
    return 'not JSON; not shown'
  }
}
