import { STATUS_WORDS, type Status } from '@onetill/core'

/**
 * Where a message may move a session. A read may move it anywhere (but out of `paid`), because it says how things are;
 * a message may be late.
 */
const FORWARD: Readonly<Record<Status, readonly Status[]>> = {
  open: STATUS_WORDS,
  processing: STATUS_WORDS.filter((status) => status !== 'unknown'),
  authorized: ['paid', 'review', 'cancelled', 'expired'],
  paid: ['review'],
  no_charge: [],
  review: ['paid', 'failed', 'cancelled', 'expired'],
  failed: ['processing', 'paid', 'review'],
  cancelled: ['processing', 'paid', 'review'],
  expired: ['processing', 'paid', 'review'],
  unknown: STATUS_WORDS,
}

const OVER: ReadonlySet<Status> = new Set<Status>(['failed', 'cancelled', 'expired'])

/** Whether a session moves forward from one status to another; staying is no move back. */
export const isForward = (from: Status, to: Status): boolean => from === to || FORWARD[from].includes(to)

/** Over without money. */
export const isOver = (status: Status): boolean => OVER.has(status)
