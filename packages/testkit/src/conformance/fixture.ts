import { readdirSync, readFileSync } from 'node:fs'
import { type Channel, ERRORS, type ErrorCode, STATUS_WORDS, type Status } from '@onetill/core'
import { isObject } from './json-text.ts'

/** One file of an adapter's fixtures with its row of `sources.json`. */
export interface Fixture extends FixtureSource {
  readonly file: string
  readonly kind: 'session' | 'event' | 'error' | 'document'
  readonly text: string
  readonly native: unknown
}

/** Where a fixture comes from and what it has to become. */
export interface FixtureSource {
  /** Public page and the day it was read. */
  readonly source: string
  /** `document`: the page's own example, unedited. `composed`: put together from what the page says. */
  readonly origin: 'document' | 'composed'
  /** What was changed against the page. */
  readonly edited: string | null
  readonly via: Channel
  /** Null for errors, refused documents, and events that decide nothing. */
  readonly status: Status | null
  readonly detail: string | null
  /** JSON path of the first field that is refused. */
  readonly refused: string | null
}

/** Reads a folder of fixtures. @throws {Error} naming every file without a row, row without a file, and wrong row */
export function readFixtures(folder: URL): readonly Fixture[] {
  const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
  const sources: unknown = JSON.parse(read('sources.json'))
  if (!isObject(sources)) throw new Error('sources.json is no object')
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'sources.json')
  const wrong = [
    ...files.filter((file) => !Object.hasOwn(sources, file)).map((file) => `${file} has no row in sources.json`),
    ...Object.keys(sources)
      .filter((file) => !files.includes(file))
      .map((file) => `sources.json names ${file}, which is not there`),
  ]
  if (wrong.length > 0) throw new Error(wrong.join('; '))
  return files.sort().map((file) => {
    const text = read(file)
    return { file, kind: kindOf(file), text, native: JSON.parse(text), ...readSource(file, sources[file]) }
  })
}

/** `session.paid.stripe.json` → `paid`; @throws {Error} when the name says no status of ours */
export function statusInName(file: string): Status {
  const word = file.split('.')[1]
  const status = STATUS_WORDS.find((known) => known === word)
  if (status === undefined) throw new Error(`${file}: ${word} is no status`)
  return status
}

/** `error.422-rejected.list.json` → 422 and `rejected`; @throws {Error} when the name says no code of ours */
export function errorInName(file: string): { readonly httpStatus: number; readonly code: ErrorCode } {
  const [, http = '', word = ''] = /^error\.(\d{3})-([a-z_]+)\./.exec(file) ?? []
  if (!isErrorCode(word)) throw new Error(`${file}: the name is not error.<http>-<code>[.<variant>].json`)
  return { httpStatus: Number.parseInt(http, 10), code: word }
}

function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(ERRORS, word)
}

const KINDS = ['session', 'event', 'error', 'document'] as const

function kindOf(file: string): Fixture['kind'] {
  const kind = KINDS.find((known) => file.startsWith(`${known}.`))
  if (kind === undefined) throw new Error(`${file}: the name does not begin with ${KINDS.join(', ')}`)
  return kind
}

function readSource(file: string, row: unknown): FixtureSource {
  const fail = (what: string): never => {
    throw new Error(`sources.json, ${file}: ${what}`)
  }
  if (!isObject(row)) return fail('the row is no object')
  const { source, origin, edited = null, via = 'read', status = null, detail = null, refused = null } = row
  const text = (value: unknown, name: string): string | null =>
    value === null || typeof value === 'string' ? value : fail(`${name} is no text`)
  if (typeof source !== 'string' || !/, read \d{4}-\d{2}-\d{2}$/.test(source))
    return fail('source does not end in ", read YYYY-MM-DD"')
  if (origin !== 'document' && origin !== 'composed') return fail('origin is neither document nor composed')
  if (origin === 'document' && edited !== null) return fail('a document is not edited; say composed')
  if (via !== 'read' && via !== 'webhook' && via !== 'create') return fail('via is none of read, webhook, create')
  const known =
    status === null ? null : (STATUS_WORDS.find((word) => word === status) ?? fail('status is none of ours'))
  return {
    source,
    origin,
    edited: text(edited, 'edited'),
    via,
    status: known,
    detail: text(detail, 'detail'),
    refused: text(refused, 'refused'),
  }
}
