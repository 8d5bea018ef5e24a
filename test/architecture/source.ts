import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import ts from 'typescript'

export const ROOT = join(import.meta.dirname, '..', '..')

/** One file of the workspace; `path` is relative to the root, with `/`. */
export type SourceFile = { readonly path: string; readonly text: string }

/** A parsed file, with what the rules ask about it worked out once. */
export type ParsedFile = SourceFile & {
  /** `packages/core`, `adapters/maven`, `test`. */
  readonly package: string
  /** Tests and what only they use: `*.test.ts`, `*.fixture.ts`, the folder `test`. */
  readonly isTest: boolean
  readonly tree: ts.SourceFile
  /** Specifiers of every static, dynamic and type import and re-export. */
  readonly imports: readonly string[]
}

/** Every TypeScript file that belongs to somebody: sources and tests of all packages, and the folder `test`. */
export function readWorkspace(): readonly SourceFile[] {
  const folders = ['packages', 'adapters'].flatMap((parent) =>
    readdirSync(join(ROOT, parent)).map((name) => join(parent, name, 'src')),
  )
  return [...folders, 'test']
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter(
      (entry) =>
        entry.isFile() && /\.tsx?$/.test(entry.name) && !/[\\/](node_modules|output)([\\/]|$)/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(ROOT, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

export function parse({ path, text }: SourceFile): ParsedFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true)
  return {
    path,
    text,
    package: path.startsWith('test/') ? 'test' : path.split('/').slice(0, 2).join('/'),
    isTest: path.startsWith('test/') || isTestOnly(path),
    tree,
    imports: ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
  }
}

/** Whether a file's name says that only tests use it. */
export function isTestOnly(path: string): boolean {
  return /\.(test|fixture)\.tsx?$/.test(path)
}

/** Where a relative or `#` import leads, as a path of the workspace; null for a package's name. */
export function target(file: ParsedFile, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(file.path), specifier))
  if (specifier.startsWith('#')) return `${file.package}/src/${specifier.slice(1)}.ts`
  return null
}

/** Calls `visit` for every node, parents before children. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}
