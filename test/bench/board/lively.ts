// Sessions that went through several statuses, and as many changes as sessions: what `fill` leaves out.
import { openBare } from '../store/bare.ts'
import { BATCH, rows as ROWS } from '../store/options.ts'
import { openAt, type Place } from '../store/places.ts'
import { say } from '../store/progress.ts'
import { type Parts, seen, timeOf } from '../store/sessions.ts'

/** Sessions with a history. */
export const LIVELY = 1_000

const STEPS: readonly Parts[] = [
  { status: 'open', detail: 'created', providerStatus: 'OPEN' },
  { status: 'processing', detail: 'confirming', providerStatus: 'CONFIRMING' },
  { status: 'paid', detail: null, providerStatus: 'PAID' },
]

const observations = (index: number) =>
  STEPS.map((parts, step) => seen(ROWS + index, { ...parts, asOf: timeOf(ROWS + index + step + 1) }))

/** Path of one of them. */
export function livelyPath(below: string, index: number): string {
  const [first] = observations(index)
  if (first === undefined) throw new Error('no steps')
  const { provider, account, id } = first.identity
  return `${below}/${[provider, account, id].map(encodeURIComponent).join('/')}`
}

/** Adds them, and a change and an observation of each other session, which nobody asks for but indexes have to hold. */
export async function addHistory(name: string, place: Place): Promise<void> {
  const bare = await openBare(place)
  say(`${name}: changes and observations`)
  await bare.run(
    `insert into change (session_key, at, via, hash, events, diff) select key, listed_at, 'read', key, '["created"]', '{}' from session`,
  )
  await bare.run(
    `insert into observation (session_key, hash, via, as_of, times, body, recorded_at) select key, key, 'read', listed_at, '[]', '{}', listed_at from session`,
  )
  await bare.run('analyze')
  await bare.close()
  const store = await openAt(place)
  const all = Array.from({ length: LIVELY }, (_, index) => observations(index)).flat()
  for (let from = 0; from < all.length; from += BATCH) await store.record(all.slice(from, from + BATCH))
  await store.close()
}
