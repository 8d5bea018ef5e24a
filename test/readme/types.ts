import { join } from 'node:path'
import ts from 'typescript'
import { workspaceOptions } from '../surface/exports.ts'
import type { Block } from './blocks.ts'

/** Type errors of examples, as `README.md:12: message`; all in one program, each block a module of its own. */
export function typeErrors(root: string, examples: readonly Block[]): readonly string[] {
  // The examples stand in the folder `test`, the one place from which every package can be imported.
  const files = new Map(examples.map((block, index) => [join(root, 'test', `readme-example-${index}.ts`), block]))
  const options: ts.CompilerOptions = { ...workspaceOptions(root), noUnusedLocals: false, noUnusedParameters: false }
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.readFile = (name) => files.get(name)?.text ?? readFile(name)
  host.getSourceFile = (name, ...rest) => {
    const block = files.get(name)
    // The empty export makes a module of a block without imports, so that names of two blocks do not meet.
    return block === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, `${block.text}\nexport {}\n`, ts.ScriptTarget.ESNext, true)
  }
  const declarations = join(root, 'test', 'readme', 'express.d.ts')
  const program = ts.createProgram({ rootNames: [...files.keys(), declarations], options, host })
  return [...files].flatMap(([name, block]) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map((diagnostic) => {
      const line = ts.getLineAndCharacterOfPosition(diagnostic.file ?? missing(name), diagnostic.start ?? 0).line
      return `${block.file}:${block.line + line}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`
    }),
  )
}

function missing(name: string): never {
  throw new Error(`${name} is not in the program`)
}
