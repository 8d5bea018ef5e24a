import type { Code } from '../codes.ts'
import { h, type Tree } from './tree.ts'

/** Name → what is drawn, 16 × 16, in the colour of the text. */
export const SHAPES = {
  check: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm3.1 4.6-3.9 4.2-2.1-2-1 1.1 3.2 3 4.9-5.3z',
  alert:
    'M7.1 2a1 1 0 0 1 1.8 0l5.7 10.5a1 1 0 0 1-.9 1.5H2.3a1 1 0 0 1-.9-1.5zm.2 4v4h1.4V6zM8 11a.9.9 0 1 0 0 1.8.9.9 0 0 0 0-1.8z',
  cross:
    'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM5.8 4.7 4.7 5.8 6.9 8l-2.2 2.2 1.1 1.1L8 9.1l2.2 2.2 1.1-1.1L9.1 8l2.2-2.2-1.1-1.1L8 6.9z',
  clock:
    'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm-.7 1.8h1.5V7.7l2 1.2-.8 1.2-2.7-1.6z',
} as const
/** Name of an icon. */
export type IconName = keyof typeof SHAPES

/** Colours of the status page. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet' | 'gone'

/** An icon beside a word; it says nothing by itself. */
export const icon = (name: IconName): Tree =>
  h(
    'svg',
    { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    h('path', { d: SHAPES[name], 'fill-rule': 'evenodd', fill: 'currentColor' }),
  )

/** How a class looks, so that nothing depends on colour alone. */
export interface Look {
  readonly tone: Tone
  readonly icon: IconName
}

/** Severity → look; what is no exception waits. */
export const LOOKS = {
  high: { tone: 'bad', icon: 'cross' },
  medium: { tone: 'warn', icon: 'alert' },
  low: { tone: 'busy', icon: 'clock' },
} as const satisfies Record<string, Look>

/** A class with its icon. */
export const mark = (name: string, { tone, icon: shape }: Look): Tree =>
  h('span', { class: `status tone-${tone}` }, icon(shape), h('span', {}, name.replaceAll('_', ' ')))

/** A code's name as people read it. */
export const words = (code: Code): string => code.replaceAll('_', ' ')

/** Digits with thousands apart; nothing is rounded. */
export function grouped(amount: string): string {
  const [whole = '', fraction] = amount.split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction === undefined ? '' : `.${fraction}`}`.replace('-', '−')
}

/** A count with its thousands apart. */
export const counted = (count: number): string => grouped(String(count))

/** An amount with its currency. */
export const amount = (value: string, currency: string): Tree =>
  h('span', { class: 'amount' }, h('b', {}, grouped(value)), ' ', h('span', { class: 'currency' }, currency))
