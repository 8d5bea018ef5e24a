import { setTimeout as pause } from 'node:timers/promises'
import { type Adapter, type CheckoutSession, createTill } from '@onetill/core'
import { type SimulatorChoices, type Simulators, startSimulators } from '../adapters.ts'
import { configuredProviders } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { changeLine, createChanges } from '../demo/change.ts'
import { createLiveTable, type LiveTable } from '../demo/live-table.ts'
import { createStory, ROUND_SECONDS, type Story } from '../demo/story.ts'
import { EXIT_CODES } from '../exit-codes.ts'
import { failureLine, usageError } from '../failure.ts'
import { jsonText } from '../output/printable.ts'
import { painter } from '../output/style.ts'
import { createWriter } from '../output/writer.ts'

/** Options of `onetill demo`, as typed. */
export interface DemoOptions {
  readonly once?: boolean
  readonly json?: boolean
  readonly seed?: string
  /** Milliseconds between two readings. */
  readonly interval?: string
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
  sayWhatIsShown(context)
  if (options.once === true) return once(seed, options, context)
  return live({ seed, interval, form: options.json === true ? 'json' : 'people' }, context)
}

/** Plays one round with simulators of its own, so that a demo that runs for days does not grow. */
async function withRound<Result>(
  round: number,
  { seed, now }: SimulatorChoices,
  play: (story: Story, simulators: Simulators) => Promise<Result>,
): Promise<Result> {
  const simulators = await startSimulators({ seed: (seed + round - 1) % SEEDS, now })
  try {
    return await play(createStory(simulators, round), simulators)
  } finally {
    await simulators.close()
  }
}

type Read = () => Promise<{ readonly sessions: readonly CheckoutSession[]; readonly exitCode: number }>

function reader({ adapters, clock }: Simulators, story: Story, { signal, report }: CliContext): Read {
  const all: readonly Adapter[] = Object.values(adapters)
  const till = createTill({ adapters: all, now: () => clock.now().getTime() })
  return async () => {
    const sessions: CheckoutSession[] = []
    let exitCode: number = EXIT_CODES.ok.code
    for (const result of await till.retrieveMany(story.refs(), { signal })) {
      if (result.ok) sessions.push(result.session)
      else {
        report(failureLine(result.error))
        exitCode = EXIT_CODES.provider.code
      }
    }
    return { sessions, exitCode }
  }
}

async function once(seed: number, { json }: DemoOptions, context: CliContext): Promise<number> {
  const now = new Date(Date.now() - ROUND_SECONDS * 1000)
  return withRound(1, { seed, now }, async (story, simulators) => {
    story.advance(ROUND_SECONDS)
    const { sessions, exitCode } = await reader(simulators, story, context)()
    const writer = createWriter(json === true ? 'json' : 'table', context.out, context.terminal)
    for (const session of sessions) await writer.add(session)
    await writer.end('list')
    return exitCode
  })
}

interface LiveOptions {
  readonly seed: number
  readonly interval: number
  readonly form: 'json' | 'people'
}

/** Round after round until a signal ends it: the pause then throws. */
async function live({ seed, interval, form }: LiveOptions, context: CliContext): Promise<never> {
  const { out, terminal, signal } = context
  const paint = painter(terminal)
  const view: LiveTable | null = terminal.live && form === 'people' ? createLiveTable(out, terminal) : null
  let now = new Date()
  try {
    for (let round = 1; ; round++) {
      now = await withRound(round, { seed, now }, async (story, simulators) => {
        const read = reader(simulators, story, context)
        const changes = createChanges()
        while (story.played() < ROUND_SECONDS + REST_SECONDS) {
          story.advance(STEP_SECONDS)
          const { sessions } = await read()
          if (view !== null) await view.draw(sessions, simulators.clock.now())
          else {
            for (const change of changes(sessions)) {
              await out.write(`${form === 'json' ? jsonText(change.session) : changeLine(change, paint)}\n`)
            }
            await out.flush()
          }
          await pause(interval, undefined, { signal })
        }
        return simulators.clock.now()
      })
    }
  } finally {
    await view?.end()
  }
}

function sayWhatIsShown({ env, report }: CliContext): void {
  const configured = configuredProviders(env)
  const why = configured.length === 0 ? 'no provider is configured, so' : 'the demo never touches real accounts:'
  report(`${why} three simulated providers on this machine answer; no money moves`)
  for (const id of configured) report(`${id} is configured; read a real session with: onetill get ${id} ID`)
}

function wholeNumber(
  text: string,
  option: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : -1
  if (value >= from && value <= to) return value
  throw usageError(`${option}: expected a whole number from ${from} to ${to}`)
}
