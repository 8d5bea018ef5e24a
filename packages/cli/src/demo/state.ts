import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Snapshots } from '../adapters.ts'
import type { StoryPosition } from './story.ts'

/** Where a demo is: with it and the same script, another process goes on as if nothing had happened. */
export interface DemoState extends StoryPosition {
  readonly version: 1
  readonly seed: number
  readonly round: number
  /** The simulated time, UTC text. */
  readonly now: string
  readonly snapshots: Snapshots
}

/** Reads a state; null when there is none that this version wrote. */
export function readState(file: string): DemoState | null {
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isState(state) ? state : null
  } catch {
    return null
  }
}

/** Writes a state, all of it or nothing. */
export function writeState(file: string, state: DemoState): void {
  const next = `${file}.next`
  writeFileSync(next, JSON.stringify(state), { mode: 0o600 })
  renameSync(next, file)
}

/** A file of ours, so only what another version would have written otherwise is looked at. */
function isState(state: unknown): state is DemoState {
  if (typeof state !== 'object' || state === null) return false
  const { version, seed, round, now, played, opened, snapshots }: Partial<Record<keyof DemoState, unknown>> = state
  const numbers = [seed, round, played].every((value) => Number.isSafeInteger(value))
  const times = typeof now === 'string' && !Number.isNaN(Date.parse(now))
  return (
    version === 1 && numbers && times && Array.isArray(opened) && typeof snapshots === 'object' && snapshots !== null
  )
}
