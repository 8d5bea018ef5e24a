/** Text for a cell or a paragraph: nothing of it is read as HTML, as a column or by Vue. */
export const plain = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('{', '&#123;')
    .replaceAll('|', '\\|')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** A word as code; one with a bar would end its cell. */
export const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** A page with the line that says where it comes from. */
export const page = (title: string, ...parts: readonly string[]): string =>
  `${[`# ${title}`, '<!-- Made by test/docs/pages.test.ts from the code; change the code, then run that test with ONETILL_DOCS=write. -->', ...parts].join('\n\n')}\n`
