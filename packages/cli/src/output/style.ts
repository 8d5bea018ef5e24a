import type { Summary } from '@onetill/core'

/** ANSI colours that are used; the numbers are SGR codes. */
const COLORS = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, gray: 90, bold: 1 } as const

/** A colour's name. */
export type Color = keyof typeof COLORS

/** How a summary word looks: an icon one column wide, so that nothing depends on colour alone. */
export const LOOKS = {
  open: { icon: '○', color: 'blue' },
  processing: { icon: '◐', color: 'cyan' },
  authorized: { icon: '◇', color: 'cyan' },
  paid: { icon: '✓', color: 'green' },
  no_charge: { icon: '•', color: 'green' },
  review: { icon: '!', color: 'yellow' },
  failed: { icon: '✗', color: 'red' },
  cancelled: { icon: '–', color: 'gray' },
  expired: { icon: '×', color: 'gray' },
  unknown: { icon: '?', color: 'magenta' },
  reversed: { icon: '‹', color: 'red' },
  refunded: { icon: '←', color: 'gray' },
  partially_refunded: { icon: '←', color: 'green' },
  refund_pending: { icon: '←', color: 'yellow' },
  refund_failed: { icon: '←', color: 'red' },
} as const satisfies Record<Summary, { readonly icon: string; readonly color: Color }>

/** Colours a text, or leaves it when colours are off. */
export type Paint = (text: string, color: Color) => string

/** A painter. */
export function painter({ color }: { readonly color: boolean }): Paint {
  return (text, name) => (color ? `\u001b[${COLORS[name]}m${text}\u001b[0m` : text)
}
