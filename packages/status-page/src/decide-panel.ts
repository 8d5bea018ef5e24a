import { type History, needsLook } from '@onetill/store'
import { tokenField } from './layout.ts'
import { attributes, type Html, html } from './markup.ts'
import { moment } from './parts.ts'
import { stuckBefore } from './presets.ts'
import { address } from './query.ts'
import type { View } from './view.ts'

/** Longest decision and note. */
export const LONGEST = { decision: 200, note: 1_000 } as const

/** What an operator decided, and the form for it as long as there is something to decide. */
export function decidePanel(view: View, path: string, history: History, canDecide: boolean): Html {
  const { resolution, decided } = history
  const waits = isWaiting(history, view.now)
  const form = canDecide && waits && !decided
  if (resolution === null && !form) return html``
  return html`<section class="panel" aria-labelledby="decided"><h2 id="decided">${resolution === null ? 'Decide' : 'Decided'}</h2>
${resolution === null ? null : html`<p>${resolution.decision}, by ${resolution.by}, ${moment(resolution.at, view.zone)}</p>${resolution.note === null ? null : html`<p class="calm">${resolution.note}</p>`}`}
${resolution === null || !waits ? null : html`<p class="calm">${decided ? 'Until something new comes, this session does not need attention.' : 'Something new came since.'}</p>`}
${form ? decideForm(view, path) : null}</section>`
}

function decideForm(view: View, path: string): Html {
  return html`<form method="post" class="decide"${attributes({ action: address(`${path}/resolve`, { tz: view.values.tz }) })}>${tokenField(view)}
<label class="field"><span>What was decided</span><input name="decision" required autocomplete="off"${attributes({ maxlength: LONGEST.decision, placeholder: 'e.g. refunded by hand' })}></label>
<label class="field"><span>Note</span><input name="note" autocomplete="off"${attributes({ maxlength: LONGEST.note, placeholder: 'no personal data' })}></label>
<button class="primary">Decide</button></form>
<p class="calm">It is written beside the session and changes nothing of it or at the provider.</p>`
}

/** Whether there is something to look at, as the view “needs attention” has it, decided or not. */
function isWaiting({ stored }: History, now: Date): boolean {
  const { status, createdAt } = stored.session
  const listed = createdAt ?? stored.firstSeenAt
  return needsLook(stored) || (status === 'processing' && listed !== null && listed < stuckBefore(now))
}
