import { expect, test } from 'vitest'
import { TillError } from '@onetill/core'
import { type Claim, type NextPoll, observeOther, type Recorded, type StoredSession } from '@onetill/store'
import type { ReadResult } from './read.ts'
import { createWriter } from './writer.ts'

const NOW = Date.UTC(2026, 10, 20, 12)

function resultOf(id: string, failures = 0): { readonly seen: ReadResult; readonly failed: ReadResult } {
  const identity = { provider: 'acme', account: 'default', id }
  // The writer hands it on and looks at none of it.
  const stored = {} as StoredSession
  const claim: Claim = { key: `acme/default/${id}`, identity, fence: 1, failures, stored, expected: null }
  const asOf = new Date(NOW).toISOString()
  const observation = observeOther(identity, { kind: 'missing' }, { via: 'read', asOf })
  return { seen: { kind: 'seen', claim, observation }, failed: { kind: 'failed', claim, error: null, afterMs: null } }
}

/** A store that takes everything but one session. */
function writerOn(refused: string | null) {
  const [written, completed, errors]: [string[][], NextPoll[], unknown[]] = [[], [], []]
  const writer = createWriter({
    store: {
      record: async (observations) => {
        const ids = observations.map(({ identity: { id } }) => id)
        if (refused !== null && ids.includes(refused))
          throw new TillError({ code: 'store_unavailable', message: 'record failed (22021)' })
        written.push(ids)
        return [] satisfies Recorded[]
      },
      complete: async (polls) => {
        completed.push(...polls)
        return []
      },
    },
    ...{ now: () => NOW, random: () => 0.5, next: () => null, onRecorded: () => {} },
    onError: (error) => errors.push(error),
  })
  return { writer, written, completed, errors }
}

test('what comes together is written together', async () => {
  const { writer, written, errors } = writerOn(null)
  await Promise.all(['a', 'b', 'c'].map((id) => writer.add(resultOf(id).seen)))
  expect(written).toEqual([['a', 'b', 'c']])
  expect(errors).toEqual([])
})

test('what the database does not take keeps nobody else out, and is left alone for a while', async () => {
  const { writer, written, completed, errors } = writerOn('b')
  await Promise.all(['a', 'b', 'c'].map((id) => writer.add(resultOf(id).seen)))
  expect(written).toEqual([['a'], ['c']])
  expect(completed).toMatchObject([{ key: 'acme/default/b', fence: 1, failures: 1 }])
  expect(errors).toHaveLength(1)
})

test('a read that fails is tried again later and later, an hour at most', async () => {
  const { writer, completed } = writerOn(null)
  for (const failures of [0, 1, 5, 30]) await writer.add(resultOf('a', failures).failed)
  expect(completed.map(({ at, failures }) => [Date.parse(at ?? '') - NOW, failures])).toEqual([
    [5_000, 1],
    [10_000, 2],
    [160_000, 6],
    [3_600_000, 31],
  ])
})

test('told to wait, a session has not failed; given back it is due at once', async () => {
  const { writer, completed } = writerOn(null)
  const { failed } = resultOf('a', 3)
  if (failed.kind !== 'failed') throw new Error('not a failure')
  await writer.add({ ...failed, afterMs: 10_000 })
  await writer.add({ kind: 'returned', claim: failed.claim })
  expect(completed.map(({ at, failures }) => [Date.parse(at ?? '') - NOW, failures])).toEqual([
    [11_000, 3],
    [0, 3],
  ])
})
