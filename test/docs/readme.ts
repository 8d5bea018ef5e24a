import { PROVIDERS } from '../../packages/cli/src/adapters.ts'
import { publishedPackages } from '../packages.ts'
import { code, plain, table } from './markdown.ts'

/** What the README says between two marks, by the name in the first. */
const PARTS: Readonly<Record<string, () => string>> = { adapters, packages }

/** The README with its made tables as the facts are now. */
export const withTables = (text: string): string =>
  text.replaceAll(
    /(<!-- made: (\w+) -->\n)[\s\S]*?(<!-- \/made -->)/g,
    (_, begin: string, name: string, end: string) => {
      const make = PARTS[name]
      if (make === undefined) throw new Error(`README.md: nothing is called "${name}"`)
      return `${begin}\n${make()}\n\n${end}`
    },
  )

function packages(): string {
  const rows = publishedPackages()
    .filter(({ folder }) => folder.startsWith('packages/'))
    .map(({ folder, manifest }) => [`[${code(manifest.name)}](${folder})`, plain(String(manifest['description']))])
  return table(['package', 'what it is'], rows)
}

/** One row for each provider, from what its adapter declares of it. */
function adapters(): string {
  const rows = [...PROVIDERS.values()].map(({ mapper: { provider, statuses } }) => {
    const { id, name, docs, readOn, capabilities } = provider
    const { create, cancel, refund, webhook, reportsAmount, reportsRefunds } = capabilities
    const does = Object.entries({ create, cancel, refund }).flatMap(([verb, can]) => (can ? [verb] : []))
    const says = Object.entries({ amount: reportsAmount, refunds: reportsRefunds }).flatMap(([noun, said]) =>
      said ? [noun] : [],
    )
    const documented = statuses.rows.filter((row) => row.documented).length
    return [
      `[${plain(name)}](adapters/${id})`,
      ['retrieve', ...does].join(', '),
      says.join(', '),
      webhook === 'session' ? 'carries the session' : 'says what to read',
      `${documented} of ${statuses.rows.length} documented`,
      `[${readOn}](${docs})`,
    ]
  })
  return table(['adapter', 'does', 'a read reports', 'webhook', 'status rows', 'documents read'], rows)
}
