import type { Listed } from './merged-page.ts'

/** A question that is asked often, as a view of the board. */
export interface Preset {
  readonly word: string
  /** What it shows, for the empty state. */
  readonly meaning: string
  /** The question itself; what is in any of the lists is the answer. */
  readonly lists: (now: Date) => readonly [Listed, ...Listed[]]
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
    lists: (now) => [{ filter: { undecided: { stuckBefore: stuckBefore(now) } } }],
  },
  stuck: {
    word: 'Stuck',
    meaning: 'processing for more than an hour',
    lists: (now) => [{ filter: { status: 'processing', to: stuckBefore(now) } }],
  },
  refunds: {
    word: 'Refunds to watch',
    meaning: 'with a refund that waits or failed',
    lists: () => [{ filter: { summary: ['refund_pending', 'refund_failed'] } }],
  },
  unread: {
    word: 'Unread words',
    meaning: 'unknown, or known and then called by a word nobody has explained to us',
    // A word that came after a status we knew leaves the status as it was; the store keeps it among what is odd.
    lists: () => [
      { filter: { status: 'unknown' } },
      { filter: { attention: true }, fits: ({ session, unread }) => unread !== null && session.status !== 'unknown' },
    ],
  },
} as const satisfies Record<string, Preset>

/** Name of a view. */
export type PresetName = keyof typeof PRESETS

/** Whether a text names a view. */
export const isPreset = (name: string): name is PresetName => Object.hasOwn(PRESETS, name)
