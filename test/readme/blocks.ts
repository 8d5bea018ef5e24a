/** One fenced block of a Markdown file. */
export type Block = {
  readonly file: string
  /** Line of the file on which the block's first line of code stands, from 1. */
  readonly line: number
  readonly language: string
  /** Words after the language: `run` in "ts run". */
  readonly info: readonly string[]
  readonly text: string
}

/** The fenced blocks of a Markdown text; a block that is never closed is an error, not an end of file. */
export function blocks(file: string, markdown: string): readonly Block[] {
  const found: Block[] = []
  let open: { fence: string; indent: number; words: readonly string[]; line: number; lines: string[] } | null = null
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^( *)(`{3,}|~{3,})(.*)$/.exec(line)
    if (open === null) {
      if (fence === null) continue
      const words = (fence[3] ?? '').trim().split(/\s+/)
      open = { fence: fence[2] ?? '', indent: (fence[1] ?? '').length, words, line: index + 2, lines: [] }
    } else if (fence !== null && (fence[2] ?? '').startsWith(open.fence) && (fence[3] ?? '').trim() === '') {
      const [language = '', ...info] = open.words
      found.push({ file, line: open.line, language, info, text: open.lines.join('\n') })
      open = null
    } else open.lines.push(line.slice(0, open.indent).trim() === '' ? line.slice(open.indent) : line)
  }
  if (open !== null) throw new Error(`${file}:${open.line - 1}: this block is never closed`)
  return found
}
