/** Text that is markup. A string never is: whatever is put into a template as text is escaped. */
export interface Html {
  readonly html: string
}

/** What may stand in a template. Nothing is printed for null, undefined and booleans. */
export type Child = Html | string | number | boolean | null | undefined | readonly Child[]

/** Markup from a template; everything in its holes is escaped unless it is markup itself. Attributes need quotes. */
export function html(parts: TemplateStringsArray, ...children: readonly Child[]): Html {
  let text = parts[0] ?? ''
  children.forEach((child, index) => {
    text += print(child) + (parts[index + 1] ?? '')
  })
  return { html: text }
}

/** Markup from text that is known to be markup: our own constants, never anything that came from outside. */
export const trusted = (text: string): Html => ({ html: text })

/** Attributes by name, escaped; one that is null, undefined or false is left out, one that is true has no value. */
export function attributes(values: Readonly<Record<string, string | number | boolean | null | undefined>>): Html {
  const text = Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escapeText(String(value))}"`))
  return { html: text.join('') }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/**
 * Text as it stands in markup. Control characters and the ones that turn the direction of writing round are shown as
 * a mark: a name must not rearrange the words beside it.
 */
export function escapeText(text: string): string {
  if (PLAIN.test(text)) return text
  return text.replace(UNSEEN, '\u{fffd}').replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? '')
}

/** Most text, looked at once. */
const PLAIN = /^[\w /:.,;=+?%#()•–·…-]*$/

const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu

function print(child: Child): string {
  if (child === null || child === undefined || typeof child === 'boolean') return ''
  if (typeof child === 'string') return escapeText(child)
  if (typeof child === 'number') return String(child)
  return 'html' in child ? child.html : child.map(print).join('')
}
