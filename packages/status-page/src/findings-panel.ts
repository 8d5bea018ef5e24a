import type { StoredFinding } from '@onetill/store'
import { type Html, html } from './markup.ts'
import { moment, tag } from './parts.ts'
import { redacted } from './redact.ts'
import type { View } from './view.ts'

/** Why a finding is closed, in words. */
const CLOSED = { arrived: 'the other side came', settled: 'it is no longer found' } as const satisfies Record<
  NonNullable<StoredFinding['closedReason']>,
  string
>

/** What reconciliations found of a session; nothing where none has. */
export function findingsPanel(view: View, findings: readonly StoredFinding[]): Html {
  if (findings.length === 0) return html``
  return html`<section class="panel" aria-labelledby="findings"><h2 id="findings">Reconciliation</h2>
${findings.map((finding) => entry(view, finding))}</section>`
}

function entry({ zone, principal }: View, found: StoredFinding): Html {
  const { code, exception, rules, firstSeenAt, closedAt, closedReason, runs, finding } = found
  const open = closedAt === null
  const ended = closedReason === null ? null : `, as ${CLOSED[closedReason]}`
  return html`<p>${tag(code.replaceAll('_', ' '), open && exception ? 'warn' : 'quiet')} ${open ? 'open' : html`closed ${moment(closedAt, zone)}${ended}`}</p>
<p class="calm">Found first ${moment(firstSeenAt, zone)} by ${rules}, in ${runs === 1 ? '1 run' : `${runs} runs`}.</p>
${principal.role === 'operator' ? html`<details><summary>What differs</summary><pre tabindex="0">${JSON.stringify(redacted(finding), null, 2)}</pre></details>` : null}`
}
