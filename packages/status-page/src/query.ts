import { ENVIRONMENTS, type Environment, money, type Summary } from '@onetill/core'
import type { SessionFilter } from '@onetill/store'
import { isPreset, type PresetName } from './presets.ts'
import { type Zone, zoneOf } from './times.ts'
import { SUMMARIES } from './words.ts'

/** Names in the URL, in the order they are written. */
export const PARAMETERS = [
  ...[
    'view',
    'q',
    'status',
    'provider',
    'account',
    'env',
    'currency',
    'min',
    'max',
    'from',
    'to',
    'ref',
    'tz',
    'after',
  ],
] as const
/** A name in the URL. */
export type Parameter = (typeof PARAMETERS)[number]

/** What stands in the URL, as it was written. */
export type Values = { readonly [name in Parameter]?: string | undefined }

/** Something in the URL that cannot be asked for. */
export interface Problem {
  readonly name: Parameter
  readonly text: string
}

/** What a URL of the board asks for. */
export interface BoardQuery {
  readonly values: Values
  readonly filter: SessionFilter
  readonly preset: PresetName | null
  readonly after: string | undefined
  readonly zone: Zone
  readonly problems: readonly Problem[]
}

const UTC = zoneOf('UTC')

/** Reads a URL; what is wrong with it is said, never passed over. */
export function readQuery(search: URLSearchParams): BoardQuery {
  const values: Partial<Record<Parameter, string>> = {}
  for (const name of PARAMETERS) {
    const value = search.get(name)?.trim()
    if (value !== undefined && value !== '') values[name] = value
  }
  const problems: Problem[] = []
  const wrong = (name: Parameter, text: string): undefined => {
    problems.push({ name, text })
    return undefined
  }

  const named = values.tz === undefined ? UTC : zoneOf(values.tz)
  if (named === null) wrong('tz', 'This is no time zone; try Europe/Berlin.')
  const zone = named ?? UTC
  if (zone === null) throw new TypeError('the runtime does not know UTC')

  const { view, status, env, currency, min, max, from, to } = values
  const day = (name: 'from' | 'to', value: string | undefined, days: number): string | undefined => {
    if (value === undefined) return undefined
    const date = new Date(`${value}T00:00:00.000Z`)
    if (zone.midnight(value) === null) return wrong(name, 'This is no day; write 2026-11-20.')
    date.setUTCDate(date.getUTCDate() + days)
    return zone.midnight(date.toISOString().slice(0, 10)) ?? wrong(name, 'This is no day; write 2026-11-20.')
  }
  const bound = (name: 'min' | 'max', value: string | undefined): string | undefined => {
    if (value === undefined) return undefined
    if (currency === undefined)
      return wrong(name, 'Choose a currency as well: amounts of two currencies do not compare.')
    try {
      return money(value, currency).value
    } catch {
      return wrong(name, `This is no amount of ${currency}; write 12.50.`)
    }
  }
  if (currency !== undefined && !/^[A-Z0-9]{2,12}$/.test(currency)) wrong('currency', 'Write a code such as EUR.')
  const filter: SessionFilter = {
    text: values.q,
    provider: values.provider,
    account: values.account,
    reference: values.ref,
    currency,
    summary:
      status === undefined ? undefined : isSummary(status) ? status : wrong('status', 'There is no such status.'),
    environment:
      env === undefined ? undefined : isEnvironment(env) ? env : wrong('env', 'There is no such environment.'),
    amountFrom: bound('min', min),
    amountTo: bound('max', max),
    from: day('from', from, 0),
    // The last day is meant with all its hours.
    to: day('to', to, 1),
  }
  const preset = view === undefined ? null : isPreset(view) ? view : (wrong('view', 'There is no such view.') ?? null)
  return { values, filter, preset, after: values.after, zone, problems }
}

const isSummary = (text: string): text is Summary => Object.hasOwn(SUMMARIES, text)
const isEnvironment = (text: string): text is Environment => ENVIRONMENTS.some((each) => each === text)

/** An address with what it asks for; a change to undefined takes a part away. The page always starts again. */
export function address(path: string, values: Values, changes: Values = {}): string {
  const all: Values = { ...values, after: undefined, ...changes }
  const search = new URLSearchParams()
  for (const name of PARAMETERS) {
    const value = all[name]
    if (value !== undefined) search.set(name, value)
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

/** Whether anything narrows the list down. */
export const isNarrowed = ({ values }: BoardQuery): boolean =>
  PARAMETERS.some((name) => name !== 'tz' && name !== 'after' && values[name] !== undefined)
