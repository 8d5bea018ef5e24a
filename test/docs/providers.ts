import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Provider } from '../../packages/cli/src/adapters.ts'
import { neededVariables } from '../../packages/cli/src/config/accounts.ts'
import { ROOT } from '../packages.ts'
import { code, page, plain, table } from './markdown.ts'
import { statusRows } from './statuses.ts'

/** What is documented, what is not, and what is odd about one provider. */
export function providerPage(provider: Provider): string {
  const { id, name, docs, readOn, baseUrl, capabilities, rateLimit, unverified } = provider.mapper.provider
  const limit =
    rateLimit === null ? 'none documented' : `${rateLimit.requests} in ${rateLimit.windowMs} ms per ${rateLimit.per}`
  return page(
    name,
    table(
      ['', ''],
      [
        ['package', code(`@onetill/${id}`)],
        ['documents', `${plain(docs)}, read ${readOn}`],
        ['address', baseUrl === null ? 'yours, configured' : code(baseUrl)],
        ['rate limit', limit],
        ['the command reads', neededVariables(provider).map(code).join(' ')],
      ],
    ),
    '## Capabilities',
    table(
      ['capability', ''],
      Object.entries(capabilities).map(([key, value]) => [code(key), plain(said(value))]),
    ),
    '## Status words',
    statusRows(provider),
    ...quirks(id),
    '## Unverified readings',
    'What the documents do not settle, and how it is read here. `statusOverrides` puts your own rows first.',
    table(
      ['reading', 'fields', 'what is assumed'],
      unverified.map(({ id: key, fields, reading }) => [code(key), fields.map(code).join(' '), plain(reading)]),
    ),
  )
}

function said(value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  return Array.isArray(value) ? value.join(', ') || 'no' : String(value)
}

/** The adapter's own list of differences, from its README. */
function quirks(id: string): readonly string[] {
  const text = readFileSync(join(ROOT, 'adapters', id, 'README.md'), 'utf8')
  const [, section] = /\n## Differences worth knowing\n([\s\S]*?)(?=\n## |$)/.exec(text) ?? []
  return section === undefined ? [] : ['## Differences worth knowing', section.trim()]
}
