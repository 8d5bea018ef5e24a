import { type Hour, type HourState, hourState } from './health-hours.ts'
import { HEALTH_LOOKS } from './health-words.ts'
import { icon } from './icons.ts'
import { attributes, type Html, html } from './markup.ts'
import { duration, type Zone } from './times.ts'

/** What tells two strips of a page apart. */
export interface StripNames {
  /** Part of ids. */
  readonly id: string
  /** Whose hours these are. */
  readonly of: string
}

const SHOWN = ['down', 'degraded', 'operational', 'stale', 'no_data'] as const

/**
 * A day hour by hour. It is a group of radio buttons: one stop of the tab key, arrow keys within, each hour with a
 * name, and all of it without a script. The table under it says the same.
 */
export function uptimeStrip({ id, of }: StripNames, hours: readonly Hour[], now: Date, zone: Zone): Html {
  const known = hours.findLastIndex((hour) => hourState(hour) !== 'unwatched')
  const told = hours.map((hour, index) => ({
    hour,
    state: hourState(hour),
    name: hourName(hour, now, zone),
    chosen: index === (known < 0 ? hours.length - 1 : known),
  }))
  return html`<fieldset class="uptime"><legend class="unseen">${of}, hour by hour</legend>
<div class="bars">${told.map(({ hour, state, name, chosen }) => {
    const { word, tone } = HEALTH_LOOKS[state]
    return html`<label${attributes({ class: `tone-${tone}`, title: `${name}: ${word}` })}><input type="radio"${attributes({ name: id, value: hour.start, checked: chosen })}><span${attributes({ class: `bar is-${state}` })} aria-hidden="true"></span><span class="said"><b>${name}</b> <span class="word">${word}</span>${parts(hour)}</span></label>`
  })}</div>
<div class="ends" aria-hidden="true"><span>${zone.short(hours[0]?.start ?? now.toISOString(), now)}</span><span>now</span></div></fieldset>
<details class="twin"><summary>As a table</summary><div class="scroll" tabindex="0" role="region"${attributes({ 'aria-label': `${of}, as a table` })}><table>
<thead><tr><th scope="col">Hour, ${zone.name}</th><th scope="col">State</th><th scope="col">How long</th></tr></thead>
<tbody>${[...told]
    .reverse()
    .map(
      ({ hour, state, name }) =>
        html`<tr><th scope="row">${name}</th><td>${healthMark(state)}</td><td>${lengths(hour) || html`<span class="none">–</span>`}</td></tr>`,
    )}</tbody></table></div></details>`
}

/** A state: icon, word and colour. */
export function healthMark(state: HourState): Html {
  const { word, icon: name, tone } = HEALTH_LOOKS[state]
  return html`<span class="status tone-${tone}">${icon(name)}<span>${word}</span></span>`
}

function hourName({ start }: Hour, now: Date, zone: Zone): string {
  const end = new Date(Date.parse(start) + 3_600_000).toISOString()
  return `${zone.short(start, now)} – ${zone.text(end).slice(11, 16)}`
}

/** `operational 58 min, down 2 min`. */
const lengths = ({ heldMs }: Hour): string =>
  SHOWN.filter((state) => heldMs[state] > 0)
    .map((state) => `${HEALTH_LOOKS[state].word.toLowerCase()} ${duration(heldMs[state])}`)
    .join(', ')

const parts = (hour: Hour): Html | null => {
  const text = lengths(hour)
  return text === '' ? null : html` <span class="calm">${text}</span>`
}
