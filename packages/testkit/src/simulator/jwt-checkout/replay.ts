import type { JwtReplay } from './session.ts'

/** Answers by idempotency key. */
export interface ReplayBook {
  readonly find: (key: string) => JwtReplay | null
  readonly add: (replay: JwtReplay) => void
  readonly all: () => readonly JwtReplay[]
}

/** UUID of version 4, as docs.kadosei.com/create-a-payment wants (read 2026-11-20). */
export const IDEMPOTENCY_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

/** A book that starts with `replays`. How long a key lives is not documented: here for ever. */
export const createReplayBook = (replays: readonly JwtReplay[]): ReplayBook => {
  const byKey = new Map(replays.map((replay) => [replay.key, replay]))
  return {
    find: (key) => byKey.get(key) ?? null,
    add: (replay) => {
      byKey.set(replay.key, replay)
    },
    all: () => [...byKey.values()],
  }
}
