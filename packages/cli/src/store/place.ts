import { existsSync } from 'node:fs'
import { configuredStore } from '../config/accounts.ts'
import type { CliContext } from '../context.ts'
import { configError } from '../failure.ts'
import { printable } from '../output/printable.ts'

/** Where the store is unless somebody says otherwise, and where the demo has its own. */
export const DEFAULT_STORE = 'sqlite:.onetill/onetill.db'
/** The demo's store; the real one never sees simulated sessions. */
export const DEMO_STORE = 'sqlite:.onetill/demo/onetill.db'

/** Options every command with a store has, as typed. */
export interface StoreChoice {
  readonly store?: string
  readonly config?: string
}

/** A store that is meant. */
export interface StorePlace {
  readonly url: string
  /** The same without a credential, safe to print. */
  readonly name: string
}

/** `--store`, else `ONETILL_STORE`, else the configuration file's `store`, else the default. @throws invalid_options */
export function findStore(
  { store, config }: StoreChoice,
  context: CliContext,
): StorePlace & { readonly said: boolean } {
  if (store !== undefined && /:\/\/[^/@]*:[^/]*@/.test(store))
    context.report('warning: others on this machine can see the password in --store; set ONETILL_STORE instead')
  const said = store ?? (context.env['ONETILL_STORE'] || configuredStore({ config }, context))
  return { ...placeOf(said ?? DEFAULT_STORE), said: said !== null }
}

/** A store by its address. @throws invalid_options for one of another kind */
export function placeOf(url: string): StorePlace {
  if (!/^(?:sqlite:.|postgres(?:ql)?:\/\/)/.test(url))
    throw configError('the store is postgres://… or sqlite:path, e.g. sqlite:.onetill/onetill.db')
  return { url, name: nameOf(url) }
}

/** A store that is there already; null after telling what to do: nothing is remembered yet. @throws invalid_options */
export function findExistingStore(choice: StoreChoice, context: CliContext): StorePlace | null {
  const { said, ...place } = findStore(choice, context)
  if (isThere(place.url)) return place
  if (said) throw configError(`there is no store at ${place.name}; make one with: onetill store migrate`)
  if (isThere(DEMO_STORE)) {
    const demo = placeOf(DEMO_STORE)
    context.report(`nothing of your own is remembered here yet; this is the demo's store, ${demo.name}`)
    return demo
  }
  context.report(
    'nothing is remembered here yet; begin with: onetill track PROVIDER ID, onetill import FILE, or onetill demo',
  )
  return null
}

function isThere(url: string): boolean {
  const path = /^sqlite:(.+)$/s.exec(url)?.[1]
  return path === undefined || path === ':memory:' || existsSync(path)
}

function nameOf(url: string): string {
  if (url.startsWith('sqlite:')) return printable(url)
  try {
    const { host, pathname } = new URL(url)
    return printable(`postgres://${host}${pathname}`)
  } catch {
    return 'postgres://…'
  }
}
