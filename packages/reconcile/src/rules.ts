import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import * as z from 'zod'
import { ENVIRONMENTS, type Issue, STATUS_WORDS, TillError } from '@onetill/core'
import { DURATION } from './duration.ts'
import { FIELDS } from './record.ts'

const RUNG_FIELD = /^(key|reference|metadata\.[^\0]{1,100})$/
const rungField = z.string().regex(RUNG_FIELD, '`key`, `reference` or `metadata.<name>`')

const rung = z.union([
  rungField.transform((field) => ({ left: field, right: field })),
  z.strictObject({ left: rungField, right: rungField }),
])

const amountText = z.string().regex(/^(0|[1-9]\d{0,30})(\.\d{1,30})?$/, 'decimal text in quotes such as "0.05"')
const currencyCode = z.string().regex(/^[A-Z0-9]{2,12}$/, 'a currency code such as "EUR"')
const duration = z.string().regex(DURATION, 'a duration such as "24h"')
const column = z.string().min(1).max(500)

/** Column of a field; with `unit: 'minor'` the column counts cents and the like. */
const columnOf = z.union([
  column.transform((name) => ({ column: name, unit: 'major' as const })),
  z.strictObject({ column, unit: z.enum(['major', 'minor']).default('major') }),
])

const field = z.enum(FIELDS)

const side = z
  .strictObject({
    /** Field → column. A field that is not named here is the column of its own name, where there is one. */
    fields: z.partialRecord(field, columnOf).default({}),
    /** Field → the same text for every record. */
    fixed: z.partialRecord(field, z.string()).default({}),
    /** Metadata name → column. A name that is not here is the column `metadata.<name>`. */
    metadata: z.record(z.string(), column).default({}),
    /** This side's word, in any case → the shared word. @default the shared words themselves */
    status: z.record(z.string(), z.enum(STATUS_WORDS)).default({}),
    /** Times without an offset: refused, or taken as UTC. */
    times: z.enum(['offset', 'utc']).default('offset'),
  })
  .prefault({})

const schema = z
  .strictObject({
    /** Name of the rule set; part of the identity of every finding. */
    name: z.string().min(1).max(100).default('ledger-against-store'),
    ladder: z
      .array(rung)
      .min(1)
      .max(8)
      .default([
        { left: 'key', right: 'key' },
        { left: 'reference', right: 'reference' },
      ]),
    left: side,
    right: side,
    /** Currency → how much less (`below`) or more (`above`) the right side may have. */
    tolerance: z
      .record(currencyCode, z.strictObject({ below: amountText.default('0'), above: amountText.default('0') }))
      .default({}),
    /** How long the other side is waited for, by provider. */
    grace: z
      .strictObject({ default: duration.default('24h'), providers: z.record(z.string(), duration).default({}) })
      .prefault({}),
    /** What is summed and compared. */
    basis: z.enum(['sold', 'refunded', 'reversed']).default('sold'),
    /** The environment all records should be of; null: only that both sides agree. */
    environment: z.enum(ENVIRONMENTS).exclude(['unknown']).nullable().default(null),
    /** `exact`: failed, cancelled and expired are different ends. `money`: only whether money was taken counts. */
    ends: z.enum(['exact', 'money']).default('exact'),
    refunds: z.strictObject({ compare: z.boolean().default(true) }).prefault({}),
  })
  .refine(({ basis, refunds }) => basis !== 'refunded' || refunds.compare, {
    path: ['refunds', 'compare'],
    message: 'true where `basis` is "refunded"',
  })

/** Rules as they are written; everything may be left out. */
export type RulesInput = z.input<typeof schema>
/** Rules with every default filled in. */
export type Rules = z.output<typeof schema>
/** One rung of the ladder: which field of the left side has to be which of the right side. */
export type Rung = Rules['ladder'][number]
/** How the columns of one side are read. */
export type SideRules = Rules['left']

/**
 * Checks rules and fills in the defaults, which suit "our ledger against the store": matched by session key, then by
 * the merchant's reference; money sold; no tolerance; a day of grace.
 * @throws invalid_options with a JSON path for everything that is wrong
 */
export function parseRules(rules: unknown = {}): Rules {
  return checked(rules, () => null)
}

/** Rules from JSON or YAML text. @throws invalid_options, naming the line of everything that is wrong */
export function readRules(yaml: string): Rules {
  const lines = new LineCounter()
  const text = parseDocument(yaml, { lineCounter: lines })
  const [fault] = text.errors
  if (fault !== undefined) throw unread(`line ${fault.linePos?.[0].line ?? 1}: not JSON or YAML`, 'JSON or YAML')
  return checked(plainOf(text), (path) => {
    // What is missing stands nowhere; its line is that of what it is missing in.
    for (let at = path; at.length > 0; at = at.slice(0, -1)) {
      const offset = offsetOf(text.contents, at)
      if (offset !== null) return lines.linePos(offset).line
    }
    return null
  })
}

/** The value of a document. Aliases that multiply it without end are refused by the library. */
function plainOf(text: Document): unknown {
  try {
    return text.toJS() ?? {}
  } catch {
    throw unread('aliases that cannot be resolved', 'YAML with fewer aliases')
  }
}

const unread = (shown: string, expected: string): TillError => wrong([shown], [{ path: '', expected }])

type Path = readonly PropertyKey[]

function checked(rules: unknown, lineOf: (path: Path) => number | null): Rules {
  const parsed = schema.safeParse(rules)
  if (parsed.success) return parsed.data
  const found = parsed.error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key], expected: 'no such key' }))
        : [{ path: issue.path, expected: expectedBy(issue) }],
    )
    .map(({ path, expected }) => ({ path: path.map(String).join('.'), expected, line: lineOf(path) }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  const shown = found
    .slice(0, 5)
    .map(({ path, expected, line }) => `${line === null ? '' : `line ${line}, `}${path || 'the rules'}: ${expected}`)
  throw wrong(
    shown,
    found.map(({ path, expected }) => ({ path, expected })),
  )
}

const wrong = (shown: readonly string[], issues: readonly Issue[]): TillError =>
  new TillError({ code: 'invalid_options', message: `rules: ${shown.join('; ')}`, issues })

/** Where the key or the place in a list that a path ends with is written. */
function offsetOf(node: unknown, [name, ...rest]: Path): number | null {
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(name)) : null
  const value = pair ? pair.value : isSeq(node) ? node.items[Number(name)] : null
  if (rest.length > 0) return offsetOf(value, rest)
  const start = pair ? pair.key : value
  return isNode(start) ? (start.range?.[0] ?? null) : null
}

/** Kinds of values as those who write them call them. */
const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  string: 'text (numbers in quotes)',
  boolean: 'true or false',
}

function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_key') return [...new Set(issue.issues.map(expectedBy))].join(' or ')
  if (issue.code === 'invalid_union') return [...new Set(issue.errors.flat().map(expectedBy))].join(' or ')
  return issue.message
}

/** Name of a rung, as matches and reports carry it. */
export function rungName({ left, right }: Rung): string {
  return left === right ? left : `${left}=${right}`
}
