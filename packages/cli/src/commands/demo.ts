import { setTimeout as pause } from 'node:timers/promises'
import { type SimulatorChoices, type Simulators, startSimulators } from '../adapters.ts'
import { configuredProviders } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { type DemoBoard, startBoard } from '../demo/board.ts'
import { changeLine, createChanges } from '../demo/change.ts'
import { openKeeper } from '../demo/keeper.ts'
import { createLiveTable, type LiveTable } from '../demo/live-table.ts'
import { isDesktop, openBrowser } from '../demo/open-browser.ts'
import { createReader, type DemoReader, remember } from '../demo/reader.ts'
import { createStory, ROUND_SECONDS, type Story, type StoryPosition } from '../demo/story.ts'
import { jsonText } from '../output/printable.ts'
import { storedRow } from '../output/stored-writer.ts'
import { painter } from '../output/style.ts'
import { createWriter } from '../output/writer.ts'
import { wholeNumber } from './numbers.ts'
import { PAGE_PORT } from './serve.ts'

/** Options of `onetill demo`, as typed. */
export interface DemoOptions {
  readonly once?: boolean
  /** Forgets where it was. */
  readonly fresh?: boolean
  readonly json?: boolean
  readonly seed?: string
  /** Milliseconds between two readings. */
  readonly interval?: string
  /** Of the board. */
  readonly port?: string
  /** Whether a browser may be opened on it. */
  readonly open: boolean
}

/** Seconds of the story that pass between two readings. */
const STEP_SECONDS = 15
/** Seconds the end of a round stays before the next begins. */
const REST_SECONDS = 60
const SEEDS = 4_294_967_296

/** Sessions of three simulated providers, read over HTTP, in one list. */
export async function demoCommand(options: DemoOptions, context: CliContext): Promise<number> {
  const seed = wholeNumber(options.seed ?? '1', '--seed', { from: 0, to: SEEDS - 1 })
  const interval = wholeNumber(options.interval ?? '1000', '--interval', { from: 20, to: 3_600_000 })
  if (options.once === true) {
    sayWhatIsShown(context)
    return once(seed, options, context)
  }
  const begin = options.fresh === true ? 'anew' : 'go on'
  const port = options.port === undefined ? null : wholeNumber(options.port, '--port', { from: 0, to: 65_535 })
  const browser = options.open && isDesktop(context) ? 'open' : 'leave'
  return live({ seed, begin, interval, port, browser, form: options.json === true ? 'json' : 'people' }, context)
}

/** A round to be played. */
interface Round extends SimulatorChoices {
  readonly round: number
  /** Where the story is. @default its beginning */
  readonly position?: StoryPosition | undefined
}

/** Plays one round with simulators of its own, so that a demo that runs for days does not grow. */
async function withRound<Result>(
  { round, seed, position, ...choices }: Round,
  play: (story: Story, simulators: Simulators) => Promise<Result>,
): Promise<Result> {
  const simulators = await startSimulators({ seed: (seed + round - 1) % SEEDS, ...choices })
  try {
    return await play(createStory(simulators, round, position), simulators)
  } finally {
    await simulators.close()
  }
}

async function once(seed: number, { json }: DemoOptions, context: CliContext): Promise<number> {
  const now = new Date(Date.now() - ROUND_SECONDS * 1000)
  return withRound({ round: 1, seed, now }, async (story, simulators) => {
    story.advance(ROUND_SECONDS)
    const { sessions, exitCode } = await createReader({ simulators, story, context }).read()
    const writer = createWriter(json === true ? 'json' : 'table', context.out, context.terminal)
    for (const session of sessions) await writer.add(session)
    await writer.end('list')
    return exitCode
  })
}

interface LiveOptions {
  readonly seed: number
  readonly begin: 'go on' | 'anew'
  readonly interval: number
  readonly port: number | null
  readonly browser: 'open' | 'leave'
  readonly form: 'json' | 'people'
}

/** Sessions of the list: the same page that `onetill sessions` shows. */
const SHOWN = 50

/** Round after round until a signal ends it: the pause then throws. What was played is kept for the next start. */
async function live(options: LiveOptions, context: CliContext): Promise<never> {
  const { seed, begin, interval, form } = options
  const { out, terminal, signal } = context
  const paint = painter(terminal)
  let clock = (): Date => new Date()
  const keeper = await openKeeper({ seed, begin, now: () => clock(), report: context.report })
  const { createTraffic } = await import('@onetill/sync')
  const traffic = createTraffic(() => clock().getTime())
  let from = keeper.state
  let now = from === null ? new Date() : new Date(from.now)
  clock = () => now
  let reader: DemoReader | null = null
  let readAgain = async (_key: string): Promise<void> => {}
  let board: DemoBoard | null = null
  let view: LiveTable | null = null
  try {
    if (form === 'people') {
      const shown = { store: keeper.store, now: () => clock(), port: options.port }
      board = await startBoard(
        {
          ...shown,
          readAgain: (key) => readAgain(key),
          health: async () => reader?.health() ?? { running: false, accounts: [] },
        },
        PAGE_PORT,
      )
      context.report(`the board is on ${board.url}`)
      if (options.browser === 'open') openBrowser(board.url)
      view = terminal.live ? createLiveTable(out, terminal, board.url) : null
    }
    sayWhatIsShown(context, keeper.state === null ? '' : '; going on where it was')
    for (let round = from?.round ?? 1; ; round++) {
      const begun = { round, seed, now, position: from ?? undefined, snapshots: from?.snapshots }
      now = await withRound(begun, async (story, simulators) => {
        clock = simulators.clock.now
        const current = createReader({ simulators, story, context, traffic })
        reader = current
        readAgain = async (key) => {
          await remember(keeper.store(), [await current.readOne(key)], simulators)
        }
        const changes = createChanges()
        // What was told before the last end is not told again.
        for (const { session } of (await keeper.store().list({}, { limit: SHOWN })).sessions) changes([session])
        while (story.played() < ROUND_SECONDS + REST_SECONDS) {
          story.advance(STEP_SECONDS)
          const { sessions } = await current.read()
          const remembered = await remember(keeper.store(), sessions, simulators)
          keeper.save({
            ...{ version: 1, seed, round, now: clock().toISOString(), ...story.position() },
            snapshots: simulators.snapshot(),
          })
          if (view !== null) {
            const page = await keeper.store().list({}, { limit: SHOWN })
            const at = clock()
            const rows = page.sessions.map((stored) => storedRow(stored, at.toISOString()))
            await view.draw(rows, at)
          } else {
            for (const change of changes(remembered)) {
              await out.write(`${form === 'json' ? jsonText(change.session) : changeLine(change, paint)}\n`)
            }
            await out.flush()
          }
          await pause(interval, undefined, { signal })
        }
        return simulators.clock.now()
      })
      from = null
      if ((await keeper.tidy()) === 'anew') board?.renew()
    }
  } finally {
    await view?.end()
    await board?.close()
    await keeper.close()
  }
}

function sayWhatIsShown({ env, report }: CliContext, more = ''): void {
  const configured = configuredProviders(env)
  const why = configured.length === 0 ? 'no provider is configured, so' : 'the demo never touches real accounts:'
  report(`${why} three simulated providers on this machine answer; no money moves${more}`)
  for (const id of configured) report(`${id} is configured; read a real session with: onetill get ${id} ID`)
}
