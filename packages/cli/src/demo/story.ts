import type { Expected } from '@onetill/core'
import type { Simulators } from '../adapters.ts'
import { CRYPTO } from './crypto.ts'
import { HOSTED } from './hosted.ts'
import type { Scene } from './scene.ts'
import { VOICE } from './voice.ts'

/** Seconds of one round: by then every session is where its scene ends. */
export const ROUND_SECONDS = 540
const SCENES: readonly Scene[] = [...VOICE, ...CRYPTO, ...HOSTED]

/** A session to be read, as the client takes it. */
export interface DemoRef {
  readonly provider: string
  readonly id: string
  readonly expected?: Expected
}

/** The script of the demo, played once on the simulators' clock. */
export interface Story {
  /** Moves the clock forward and lets everybody act who is due. */
  readonly advance: (seconds: number) => void
  /** Seconds played. */
  readonly played: () => number
  /** Sessions so far, in the order of the scenes. */
  readonly refs: () => readonly DemoRef[]
  /** Where it is, for `createStory` of another process. */
  readonly position: () => StoryPosition
}

/** Where a story is, as plain JSON data. */
export interface StoryPosition {
  /** Seconds played. */
  readonly played: number
  /** Sessions so far, under the place of their scene. */
  readonly opened: readonly (readonly [place: number, ref: DemoRef])[]
}

const BEGINNING: StoryPosition = { played: 0, opened: [] }

/** A story; the round stands in the orders' references. Simulators and position are of the same moment. */
export function createStory(simulators: Simulators, round = 1, position: StoryPosition = BEGINNING): Story {
  const opened = new Map<number, DemoRef>(position.opened)
  const script = SCENES.flatMap((scene, place) => {
    const order = { reference: `ORD-${round}${`${place + 1}`.padStart(3, '0')}`, place }
    const open = (): void => {
      const expected = scene.expected?.(order)
      opened.set(place, {
        provider: simulators.adapters[scene.kind].provider.id,
        id: scene.open(simulators, order),
        ...(expected === undefined ? {} : { expected }),
      })
    }
    const steps = scene.steps.map(({ at, act }) => ({ at, run: () => act(simulators, opened.get(place)?.id ?? '') }))
    return [{ at: scene.opensAt, run: open }, ...steps]
  })
    // What stands at the very beginning happens with the first step.
    .filter(({ at }) => at > position.played || position.opened.length === 0)
    .sort((left, right) => left.at - right.at)
  let now = position.played
  const moveTo = (moment: number): void => {
    simulators.clock.advance((moment - now) * 1000)
    now = moment
  }
  return {
    played: () => now,
    position: () => ({ played: now, opened: [...opened] }),
    refs: () => [...opened].sort(([left], [right]) => left - right).map(([, ref]) => ref),
    advance: (seconds) => {
      const until = now + seconds
      for (let next = script[0]; next !== undefined && next.at <= until; next = script[0]) {
        script.shift()
        moveTo(next.at)
        next.run()
      }
      moveTo(until)
    },
  }
}
