import ts from 'typescript'

const EXAMPLES = [/^[\s*]*@example\b[\s\S]*?(?=^[\s*]*@\w|\*\/)/gm, /\be\.g\. `[^`]*`/g]

/** The text of every comment, without its examples: `@example` parts, and code that follows "e.g.". */
export function commentsOutsideExamples(text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    // Comments hang on tokens; a template's text has none, though it may look like it.
    const children = node.getChildren()
    for (const child of children) visit(child)
    if (children.length > 0) return
    for (const range of [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ])
      found.push(text.slice(range.pos, range.end))
  }
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.ESNext, true))
  return found.map((comment) => EXAMPLES.reduce((rest, example) => rest.replace(example, ''), comment))
}
