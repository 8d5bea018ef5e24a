// What has to come of a method under a fault, by the documented meaning of the codes.
import type { ErrorCode } from '@onetill/core'
import type { Fault } from './fault.ts'
import type { Method } from './methods.ts'

/** Whether the client's word for the fault is a failure that may be over later. */
const LATER: ReadonlySet<string> = new Set(['network', 'deadline', 'provider_unavailable', 'rate_limited'])
/** For these a hint is an event without a session: it may name anything. */
const FOREIGN = new Set(['not_found', 'gone', 'rejected', 'permission'])

/** The ends that are right: codes of errors, or what a method without an error says. */
export function expectedEnds({ name, first, reads, endless }: Method, fault: Fault): readonly string[] {
  const { lost } = fault
  // What is tried again, or is much to read, may be cut off by the deadline.
  const mayLast = fault.transient || fault.heavy === true
  const codes: readonly ErrorCode[] = mayLast ? [...fault.codes, 'deadline'] : fault.codes
  if (name.endsWith(' webhook')) return codes.map(webhookAnswer)
  if (endless) return codes.map((code) => (LATER.has(code) ? ended(name) : code))
  if (first === 'get') return codes
  if (reads === 'when done' && fault.done) return ['applied_unread']
  // Nobody can have done what never came to anybody; of several tries only the last one's reason is known.
  if (!lost) return first === 'keyed' && fault.unread ? [...codes, 'unconfirmed'] : codes
  return [first === 'keyed' ? 'unconfirmed' : 'outcome_unknown']
}

function ended(name: string): string {
  return name.endsWith(' watch') ? 'aborted' : 'deadline'
}

function webhookAnswer(code: string): string {
  if (FOREIGN.has(code)) return 'answered 204'
  return LATER.has(code) ? 'answered 503' : 'answered 500'
}

/** How many requests of each method a call may send; `maxRetries` of them again. */
export function expectedRequests(
  { first, reads }: Method,
  { transient, lost, done }: Fault,
  maxRetries: number,
): { readonly gets: number; readonly posts: number } {
  const safely = transient ? 1 + maxRetries : 1
  if (first === 'get') return { gets: safely, posts: 0 }
  const follows = reads === 'when lost' ? lost : reads === 'when done' && done === true
  return { gets: follows ? safely : 0, posts: first === 'keyed' ? safely : 1 }
}
