import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../packages.ts'

const DOCS = join(ROOT, 'docs')
const SECTIONS = { Begin: '.', Guide: 'guide', Providers: 'providers', Reference: 'reference', Decisions: 'decisions' }

/** An index of the pages for language models, https://llmstxt.org. */
export function llms(): string {
  const parts = Object.entries(SECTIONS).map(([title, folder]) => `## ${title}\n\n${entries(folder).join('\n')}`)
  return `# Onetill\n\n> One CheckoutSession for every payment provider.\n\n${parts.join('\n\n')}\n`
}

const entries = (folder: string): readonly string[] =>
  readdirSync(join(DOCS, folder))
    .filter((name) => name.endsWith('.md') && !['index.md', 'README.md'].includes(name))
    .sort()
    .map((name) => {
      const [, title = name] = /^# (.+)$/m.exec(readFileSync(join(DOCS, folder, name), 'utf8')) ?? []
      return `- [${title}](/${join(folder, name).replace(/\.md$/, '.html')})`
    })
