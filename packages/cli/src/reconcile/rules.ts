import { readFile } from 'node:fs/promises'
import type { Field, Rules, RulesInput } from '@onetill/reconcile'
import { systemText, usageError } from '../failure.ts'
import { printable } from '../output/printable.ts'
import type { SideName } from './sides.ts'

/** Options that say how a side is read, as typed. */
export interface MapOptions {
  readonly leftMap?: readonly string[]
  readonly rightMap?: readonly string[]
  readonly leftFixed?: readonly string[]
  readonly rightFixed?: readonly string[]
  readonly leftStatus?: readonly string[]
  readonly rightStatus?: readonly string[]
}

/** What is needed of the library; it is loaded on demand. */
interface Reading {
  readonly readRules: (text: string) => Rules
  readonly parseRules: (rules: unknown) => Rules
  readonly FIELDS: readonly Field[]
}

/** The rules of the file, with what the options add. @throws invalid_options, invalid_input */
export async function toRules(file: string | undefined, options: MapOptions, library: Reading): Promise<RulesInput> {
  const rules = library.readRules(file === undefined ? '' : await textOf(file))
  return library.parseRules({
    ...rules,
    left: withOptions(rules.left, 'left', options, library),
    right: withOptions(rules.right, 'right', options, library),
  })
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw usageError(`--rules: cannot read ${printable(file)}: ${systemText(error)}`)
  }
}

function withOptions(side: Rules['left'], name: SideName, options: MapOptions, { FIELDS }: Reading): object {
  const map = pairs(`--${name}-map`, options[`${name}Map`], 'reference=Order No.')
  const fixed = pairs(`--${name}-fixed`, options[`${name}Fixed`], 'currency=EUR')
  const status = pairs(`--${name}-status`, options[`${name}Status`], 'Bezahlt=paid')
  const known: ReadonlySet<string> = new Set(FIELDS)
  const check = (option: string, field: string): void => {
    if (!known.has(field))
      throw usageError(`--${name}-${option}: no field is called "${printable(field)}"; fields: ${FIELDS.join(', ')}`)
  }
  const columns = map.filter(([field]) => !field.startsWith(METADATA))
  for (const [field] of columns) check('map', field)
  for (const [field] of fixed) check('fixed', field)
  const metadata = map.filter(([field]) => field.startsWith(METADATA))
  return {
    ...side,
    fields: { ...side.fields, ...Object.fromEntries(columns) },
    fixed: { ...side.fixed, ...Object.fromEntries(fixed) },
    metadata: {
      ...side.metadata,
      ...Object.fromEntries(metadata.map(([field, column]) => [field.slice(METADATA.length), column])),
    },
    status: { ...side.status, ...Object.fromEntries(status) },
  }
}

const METADATA = 'metadata.'

function pairs(
  option: string,
  texts: readonly string[] | undefined,
  example: string,
): readonly (readonly [string, string])[] {
  return (texts ?? []).map((text) => {
    const at = text.indexOf('=')
    if (at < 1 || at === text.length - 1)
      throw usageError(`${option}: expected name=value, e.g. ${option} '${example}'`)
    return [text.slice(0, at), text.slice(at + 1)]
  })
}
