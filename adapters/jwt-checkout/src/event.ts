import type { Decision, MapContext, SessionEvent } from '@onetill/core'
import { adapterName, decision, isJsonObject, nativeReader } from '@onetill/core/adapter'
import { provider } from './provider.ts'
import { eventData, event as eventSchema, type NativeEventData } from './schema.ts'
import type { Reading } from './status.ts'

type Subject = 'session' | 'refund'

const WEBHOOKS = 'docs.kadosei.com/webhooks, read 2026-11-20'
const REFUNDS = 'docs.kadosei.com/refunds, read 2026-11-20'

/** Event names → what they are about. They decide no status: the form of the body and its signature are not documented. */
const EVENTS: ReadonlyMap<string, Reading<Subject>> = new Map<string, Reading<Subject>>([
  ['session.completed', { to: 'session', source: WEBHOOKS, documented: true }],
  ['session.expired', { to: 'session', source: WEBHOOKS, documented: true }],
  ['refund.failed', { to: 'refund', source: REFUNDS, documented: true }],
])

/** Names beyond the documented three, by what they begin with. */
const PREFIXES: readonly (readonly [prefix: string, reading: Reading<Subject>])[] = [
  ['session.', { to: 'session', source: WEBHOOKS, documented: false }],
  ['refund.', { to: 'refund', source: WEBHOOKS, documented: false }],
]

const readBody = nativeReader(eventSchema)
const readData = nativeReader(eventData)

/** A webhook body as a hint that names the session to read again; says nothing of status or money. */
export function toEvent(native: unknown, context: MapContext): SessionEvent<'jwt-checkout'> {
  const body = readBody(native)
  const data: NativeEventData = isJsonObject(body.data) ? readData(body.data) : {}
  const name = text(body.event) ?? text(body.type)
  const subject = find(name)?.to ?? null
  return {
    provider: provider.id,
    account: context.account,
    environment: context.environment,
    eventId: text(body.eventId),
    name,
    // `id` beside the name may be the message's own, so only that of a session's data is taken.
    sessionId: text(body.sessionId) ?? text(data.sessionId) ?? (subject === 'session' ? text(data.id) : null),
    reference: text(body.orderReference) ?? text(data.orderReference),
    status: null,
    detail: null,
    providerStatus: null,
    amount: null,
    occurredAt: null,
    providerData: { subject },
    notes: [],
    observed: { at: context.at, via: 'webhook', adapter: adapterName(provider), overruled: false },
  }
}

/** Which row recognized the event. */
export function explainEvent(native: unknown): readonly Decision[] {
  const body = readBody(native)
  const name = text(body.event) ?? text(body.type)
  const found = find(name)
  const path = text(body.event) === null && text(body.type) !== null ? 'type' : 'event'
  return [decision('name', path, name, 'read again', found)]
}

function find(name: string | null): (Reading<Subject> & { readonly name: string }) | undefined {
  if (name === null) return undefined
  const known = EVENTS.get(name)
  if (known !== undefined) return { ...known, name }
  const prefixed = PREFIXES.find(([prefix]) => name.startsWith(prefix))
  return prefixed === undefined ? undefined : { ...prefixed[1], name: `${prefixed[0]}*` }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
