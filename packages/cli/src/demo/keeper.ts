import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { Store } from '@onetill/store'
import { systemCode } from '../failure.ts'
import { DEMO_STORE } from '../store/place.ts'
import { type DemoState, readState, writeState } from './state.ts'

/** What keeps a demo from one start to the next. */
export interface Keeper {
  /** Where it was when it ended; null: it begins. */
  readonly state: DemoState | null
  readonly store: () => Store
  readonly save: (state: DemoState) => void
  /** Begins with an empty store when there are more sessions than anybody looks at. */
  readonly tidy: () => Promise<'kept' | 'anew'>
  readonly close: () => Promise<void>
}

/** What `openKeeper` needs. */
export interface KeeperOptions {
  readonly seed: number
  /** Whether it goes on where it was. */
  readonly begin: 'go on' | 'anew'
  /** The simulated time. */
  readonly now: () => Date
  readonly report: (line: string) => void
}

const PATH = DEMO_STORE.slice('sqlite:'.length)
const FOLDER = dirname(PATH)
const STATE = join(FOLDER, 'state.json')
const LOCK = join(FOLDER, 'pid')
/** About four hours of rounds. */
const MOST_SESSIONS = 5_000

/** Opens what an earlier demo left in `.onetill/demo`; one that cannot keep anything runs all the same. */
export async function openKeeper({ seed, begin, now, report }: KeeperOptions): Promise<Keeper> {
  const { openStore } = await import('@onetill/store')
  const kept = lock(report)
  const known = kept === 'kept' && begin === 'go on' ? readState(STATE) : null
  const state = known?.seed === seed ? known : null
  const open = (): Promise<Store> => openStore({ url: kept === 'kept' ? DEMO_STORE : 'sqlite::memory:', now })
  if (kept === 'kept' && state === null) remove()
  let store: Store
  try {
    store = await open()
  } catch (error) {
    if (kept === 'kept') rmSync(LOCK, { force: true })
    throw error
  }
  return {
    state,
    store: () => store,
    save: (next) => {
      if (kept === 'kept') writeState(STATE, next)
    },
    tidy: async () => {
      const totals = await store.totals()
      if (totals.reduce((sum, { sessions }) => sum + sessions, 0) <= MOST_SESSIONS) return 'kept'
      await store.close()
      if (kept === 'kept') remove()
      store = await open()
      return 'anew'
    },
    close: async () => {
      await store.close()
      if (kept === 'kept') rmSync(LOCK, { force: true })
    },
  }
}

function remove(): void {
  for (const file of [STATE, PATH, `${PATH}-wal`, `${PATH}-shm`]) rmSync(file, { force: true })
}

/** One demo at a time writes to the folder; a lock whose process is gone is taken over. */
function lock(report: (line: string) => void): 'kept' | 'not kept' {
  try {
    mkdirSync(FOLDER, { recursive: true, mode: 0o700 })
    if (isRunning(pidOf(LOCK))) {
      report('another demo runs in this folder; this one is not kept')
      return 'not kept'
    }
    rmSync(LOCK, { force: true })
    writeFileSync(LOCK, `${process.pid}`, { flag: 'wx', mode: 0o600 })
    return 'kept'
  } catch (error) {
    report(`this demo is not kept: ${FOLDER} cannot be written (${systemCode(error) ?? 'unknown'})`)
    return 'not kept'
  }
}

function pidOf(file: string): number | null {
  try {
    const text = readFileSync(file, 'utf8')
    return /^\d{1,10}$/.test(text) ? Number.parseInt(text, 10) : null
  } catch {
    return null
  }
}

function isRunning(pid: number | null): boolean {
  if (pid === null || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}
