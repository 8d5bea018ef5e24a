import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../packages.ts'

const SKIPPED = ['node_modules', 'dist', 'output', '.git', '.vitepress', '.stryker-tmp', '.onetill', '.ci', 'coverage']
/** Where people read Markdown; a changelog is written by a tool. */
const PLACES = ['', '.changeset', 'adapters', 'docs', 'examples', 'packages']

/** Every Markdown file of the repository, relative to its root, sorted. */
export const DOCUMENTS: readonly string[] = PLACES.flatMap((place) =>
  place === '' ? filesOf('', false) : filesOf(place),
)
  .filter((file) => file.endsWith('.md') && !file.endsWith('CHANGELOG.md'))
  .sort()

function filesOf(folder: string, deep = true): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (!entry.isDirectory()) return [path]
    return deep && !SKIPPED.includes(entry.name) ? filesOf(path) : []
  })
}
