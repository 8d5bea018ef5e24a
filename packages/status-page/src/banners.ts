import type { StoredSession } from '@onetill/store'
import type { AccountHealth, HealthView } from './health-watch.ts'
import { REASON_TEXTS } from './health-words.ts'
import { notice } from './layout.ts'
import { attributes, type Html, html } from './markup.ts'
import { moment } from './parts.ts'
import { address } from './query.ts'
import type { View } from './view.ts'

/** Statuses that may move on by themselves. */
const MOVING: ReadonlySet<string> = new Set(['open', 'processing', 'authorized', 'unknown'])
/** Nothing confirmed for so long, while something may move, is said. */
const OLD_MS = 300_000

/** What makes the list less true than it looks, above it; nothing where all is well. */
export function banner(view: View, health: HealthView | null, sessions: readonly StoredSession[]): Html | null {
  if (health === null) return oldNews(view, sessions)
  const troubles = [...general(view, health), ...worstFirst(health).flatMap((account) => trouble(view, account) ?? [])]
  if (troubles.length === 0) return null
  const down = health.accounts.some(({ judgement }) => judgement.state === 'down')
  return notice(
    down ? 'bad' : 'warn',
    down ? 'A vendor cannot be reached' : 'Some of this may be out of date',
    html`<ul>${troubles.map((text) => html`<li>${text}</li>`)}</ul><p><a${attributes({ href: address('/vendors', { tz: view.values.tz }) })}>How vendors do</a></p>`,
  )
}

const worstFirst = ({ accounts }: HealthView): readonly AccountHealth[] => {
  const down = accounts.filter(({ judgement }) => judgement.state === 'down')
  return [...down, ...accounts.filter((account) => !down.includes(account))]
}

function general({ zone }: View, { at, failedSince, running }: HealthView): readonly Html[] {
  if (failedSince !== null)
    return [
      html`How vendors do cannot be asked for since ${moment(failedSince, zone)}${at === null ? null : html`; it was last known at ${moment(at, zone)}`}.`,
    ]
  return at === null || running ? [] : [html`Reading from vendors is stopped.`]
}

function trouble({ zone, nameOf }: View, { report, judgement }: AccountHealth): Html | null {
  const { state, since, reasons } = judgement
  const name = html`<b>${nameOf(report.provider)}</b>`
  const why = reasons.map((reason) => REASON_TEXTS[reason](report)).join(', ')
  if (state === 'down')
    return html`${name} is down since ${moment(since, zone)}: ${why}. Its sessions are shown as they were before.`
  if (state === 'degraded') return html`${name} is degraded since ${moment(since, zone)}: ${why}.`
  // Nothing to ask is no trouble.
  if (report.due === 0) return null
  if (state === 'stale') return html`${name} was last heard of at ${moment(since, zone)}, and ${waits(report.due)}.`
  return state === 'no_data' ? html`${name} was not heard of yet, and ${waits(report.due)}.` : null
}

const waits = (due: number): string => (due === 1 ? '1 session waits to be read' : `${due} sessions wait to be read`)

/** Nobody says how reading goes: what is listed says how old it is. */
function oldNews({ zone, now }: View, sessions: readonly StoredSession[]): Html | null {
  if (!sessions.some(({ session }) => MOVING.has(session.status))) return null
  const newest = sessions
    .map(({ lastConfirmedAt, firstSeenAt }) => lastConfirmedAt ?? firstSeenAt ?? '')
    .sort()
    .at(-1)
  if (newest === undefined || newest === '' || now.getTime() - Date.parse(newest) < OLD_MS) return null
  return notice(
    'warn',
    'This may be out of date',
    html`<p>Nothing listed here was confirmed by its vendor since ${moment(newest, zone)}.</p>`,
  )
}
