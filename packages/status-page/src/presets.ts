import type { SessionFilter } from '@onetill/store'

/** A question that is asked often, as a view of the board. */
export interface Preset {
  readonly word: string
  /** What it shows, for the empty state. */
  readonly meaning: string
  /** The question itself. */
  readonly filter: (now: Date) => SessionFilter
}

/** A bank or chain that has not decided after this long is worth a look. */
const STUCK_MS = 3_600_000

/** What was listed before this time and is still processing is stuck. */
export const stuckBefore = (now: Date): string => new Date(now.getTime() - STUCK_MS).toISOString()

/** Name in the URL → view. */
export const PRESETS = {
  attention: {
    word: 'Needs attention',
    meaning:
      'undecided and in review, contradicted, reversed, unread, gone at the provider, stuck, or with a refund that waits or failed',
    filter: (now) => ({ undecided: { stuckBefore: stuckBefore(now) } }),
  },
  stuck: {
    word: 'Stuck',
    meaning: 'processing for more than an hour',
    filter: (now) => ({ status: 'processing', to: stuckBefore(now) }),
  },
  refunds: {
    word: 'Refunds to watch',
    meaning: 'with a refund that waits or failed',
    filter: () => ({ summary: ['refund_pending', 'refund_failed'] }),
  },
  unread: {
    word: 'Unread words',
    meaning: 'unknown because of a word nobody has explained to us',
    filter: () => ({ summary: 'unknown' }),
  },
} as const satisfies Record<string, Preset>

/** Name of a view. */
export type PresetName = keyof typeof PRESETS

/** Whether a text names a view. */
export const isPreset = (name: string): name is PresetName => Object.hasOwn(PRESETS, name)
