import ts from 'typescript'
import { type SourceFile, walk } from '../architecture/source.ts'

/** Names of the CLI's subcommands: first words of `.command('name …')` and `new Command('name')` in its sources. */
export function subcommands(files: readonly SourceFile[]): readonly string[] {
  const found = new Set<string>()
  for (const { path, text } of files) {
    if (!path.startsWith('packages/cli/src/') || path.endsWith('.test.ts')) continue
    walk(ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true), (node) => {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return
      const [first] = node.arguments ?? []
      const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression
      if (first && ts.isStringLiteralLike(first) && /^(command|Command|createCommand)$/.test(callee.getText()))
        found.add(first.text.split(' ')[0] ?? '')
    })
  }
  return [...found].sort()
}
