import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CheckoutSession, normalize } from '@onetill/core'
import { PROVIDERS } from '../../packages/cli/src/adapters.ts'
import { ROOT } from '../packages.ts'
import { code, page, plain, table } from './markdown.ts'

const SOURCE = 'packages/core/src/session.ts'

/** Fields of the model in order, each with its own comment. */
export function fields(): readonly (readonly [name: string, meaning: string])[] {
  const text = readFileSync(join(ROOT, SOURCE), 'utf8')
  const [, body = ''] = /export interface CheckoutSession<[\s\S]*?> \{\n([\s\S]*?)\n\}/.exec(text) ?? []
  return [...body.matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)\??:/g)].map(([, comment = '', name = '']) => [
    name,
    comment.replaceAll(/\n\s*\*/g, ' ').trim(),
  ])
}

/** The model, with what the fixtures of each adapter fill. */
export function modelPage(): string {
  const providers = [...PROVIDERS.values()].map(({ mapper }) => ({ mapper, sessions: sessionsOf(mapper.provider.id) }))
  const rows = fields().map(([name, meaning]) => [
    code(name),
    plain(meaning.replaceAll('@default', 'Default:')),
    ...providers.map(({ sessions }) => filled(sessions, name)),
  ])
  return page(
    'The model',
    'All times are RFC 3339 UTC text with milliseconds. `null` means "this provider did not say"; it is never zero, empty or no.',
    'The columns count the fixtures of each adapter (documented examples and composed ones, none recorded from a live account; see `fixtures/sources.json`) that fill the field when read without a credential: `3 of 20` means three of twenty. A dash is none of them, which is not proof that the provider never says it. `raw` is there only when asked for.',
    table(['field', 'meaning', ...providers.map(({ mapper }) => plain(mapper.provider.name))], rows),
  )
}

function sessionsOf(id: string): readonly CheckoutSession[] {
  const folder = join(ROOT, 'adapters', id, 'fixtures')
  const provider = PROVIDERS.get(id)
  if (provider === undefined) throw new Error(id)
  return readdirSync(folder)
    .filter((name) => name.startsWith('session.') && name.endsWith('.json'))
    .map((name) => normalize(provider.mapper, readFileSync(join(folder, name), 'utf8')))
}

function filled(sessions: readonly CheckoutSession[], name: string): string {
  const count = sessions.filter((session) => says(new Map<string, unknown>(Object.entries(session)).get(name))).length
  return count === 0 ? '–' : `${count} of ${sessions.length}`
}

function says(value: unknown): boolean {
  if (value === null || value === undefined || value === 'unknown') return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value !== 'object' || Object.values(value).some((part) => part !== null)
}
