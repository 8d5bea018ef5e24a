import type { SessionFilter } from '@onetill/store'

/** A question that is asked often, as a view of the board. */
export interface Preset {
  readonly word: string
  /** What it shows, for the empty state. */
  readonly meaning: string
  /** Whoever fits any of these. */
  readonly sources: (now: Date) => readonly SessionFilter[]
}

/** A bank or chain that has not decided after this long is worth a look. */
const STUCK_MS = 3_600_000

const stuck = (now: Date): SessionFilter => ({
  status: 'processing',
  to: new Date(now.getTime() - STUCK_MS).toISOString(),
})

/** Name in the URL → view. */
export const PRESETS = {
  attention: {
    word: 'Needs attention',
    meaning:
      'in review, contradicted, reversed, unread, gone at the provider, stuck, or with a refund that waits or failed',
    sources: (now) => [
      { attention: true },
      { summary: 'review' },
      { summary: 'reversed' },
      { summary: 'refund_pending' },
      { summary: 'refund_failed' },
      stuck(now),
    ],
  },
  stuck: {
    word: 'Stuck',
    meaning: 'processing for more than an hour',
    sources: (now) => [stuck(now)],
  },
  refunds: {
    word: 'Refunds to watch',
    meaning: 'a refund waits or failed',
    sources: () => [{ summary: 'refund_pending' }, { summary: 'refund_failed' }],
  },
  unread: {
    word: 'Unread words',
    meaning: 'the provider uses a word we do not know',
    sources: () => [{ summary: 'unknown' }],
  },
} as const satisfies Record<string, Preset>

/** Name of a view. */
export type PresetName = keyof typeof PRESETS

/** Whether a text names a view. */
export const isPreset = (name: string): name is PresetName => Object.hasOwn(PRESETS, name)
