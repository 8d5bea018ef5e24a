import type { CoordinateOptions, Progress as Step } from '@onetill/reconcile'
import type { CliContext } from '../context.ts'
import { createProgress } from '../output/progress.ts'

/** Shows where a comparison is. */
export interface Steps {
  readonly onProgress: (step: Step) => void
  /** Where a shared run is. */
  readonly onShared: NonNullable<CoordinateOptions['onProgress']>
  /** Sessions of a store that were read. */
  readonly onRead: (sessions: number) => void
  readonly writing: (findings: number, total: number) => void
  readonly end: () => void
}

const STEPS = 5
/** The engine says when a step begins and then is busy: the bar is kept alive meanwhile. */
const EVERY_MS = 250

/** Progress on stderr, drawn again while a step goes on. */
export function createSteps(context: CliContext): Steps {
  const progress = createProgress(context)
  const begun = performance.now()
  let label = 'starting, step'
  let done: number = 0
  let total: number | null = STEPS
  const draw = (): void => {
    const seconds = Math.floor((performance.now() - begun) / 1000)
    progress.show(`${seconds} s, ${label}`, done, total)
  }
  const timer = setInterval(draw, EVERY_MS)
  timer.unref()
  const set = (text: string, at: number, of: number | null): void => {
    label = text
    done = at
    total = of
    draw()
  }
  return {
    onProgress: (step) => {
      if (step.step === 'reading')
        return set(`reading the ${step.side} side, step`, step.side === 'left' ? 1 : 2, STEPS)
      if (step.step === 'matching')
        return set(`matching${step.shards === 1 ? '' : ` in ${step.shards} parts`}, step`, 3, STEPS)
      set('explaining, step', 4, STEPS)
    },
    onShared: (step) => {
      if (step.step === 'sharing') return set('pieces done', step.done, step.pieces)
      set(
        step.step === 'reading' ? 'reading both sides, step' : 'merging, step',
        step.step === 'reading' ? 1 : 4,
        STEPS,
      )
    },
    onRead: (sessions) => set('sessions read', sessions, null),
    writing: (findings, of) => set('findings written', findings, of),
    end: () => {
      clearInterval(timer)
      progress.end()
    },
  }
}
