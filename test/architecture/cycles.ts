import { type ParsedFile, target } from './source.ts'

/** One violation per import that closes a circle of files, type imports included: a circle of types is one noun in two files. */
export function cycles(files: readonly ParsedFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const state = new Map<string, 'open' | 'done'>()
  const found: string[] = []

  const visit = (file: ParsedFile, trail: readonly string[]): void => {
    state.set(file.path, 'open')
    for (const specifier of file.imports) {
      const path = target(file, specifier)
      const next = path === null ? undefined : byPath.get(path)
      if (next === undefined) continue
      const here = [...trail, file.path]
      if (state.get(next.path) === 'open')
        found.push(`cycle at ${[...here.slice(here.indexOf(next.path)), next.path].join(' → ')}`)
      else if (state.get(next.path) === undefined) visit(next, here)
    }
    state.set(file.path, 'done')
  }

  for (const file of files) if (state.get(file.path) === undefined) visit(file, [])
  return found
}
