// Elements as data: printed as text here, built as nodes in the browser, so that no text of a record is ever read as markup.

import { escapeMarkup } from '../escape.ts'

/** An element. */
export interface Tree {
  readonly tag: string
  readonly attributes: Attributes
  readonly children: readonly (Tree | string)[]
}

/** Attributes; one that is null or false is left out. */
export type Attributes = Readonly<Record<string, string | true | null | false>>

/** What may stand in an element. */
export type Child = Tree | string | null | false | readonly Child[]

/** An element. */
export function h(tag: string, attributes: Attributes, ...children: readonly Child[]): Tree {
  return { tag, attributes, children: flat(children) }
}

function flat(children: readonly Child[]): readonly (Tree | string)[] {
  return children.flatMap((child) => {
    if (child === null || child === false) return []
    if (typeof child === 'string' || 'tag' in child) return [child]
    return flat(child)
  })
}

/** Control characters and those that turn the direction of writing round, as they would otherwise not be seen. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]/gu

/** Text with what cannot be seen named: `⟨U+202E⟩`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (one) => `⟨U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
}

const VOID: ReadonlySet<string> = new Set(['meta', 'link', 'input', 'br'])

/** Markup of an element. */
export function print({ tag, attributes, children }: Tree): string {
  const said = Object.entries(attributes).map(([name, value]) => {
    if (value === null || value === false) return ''
    return value === true ? ` ${name}` : ` ${name}="${escaped(value)}"`
  })
  const open = `<${tag}${said.join('')}>`
  if (VOID.has(tag)) return open
  return `${open}${children.map((child) => (typeof child === 'string' ? escaped(child) : print(child))).join('')}</${tag}>`
}

const escaped = (text: string): string => escapeMarkup(visible(text))

/** JSON that stands in a `script` element: nothing in it ends the element or begins a comment. */
export function scriptJson(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
