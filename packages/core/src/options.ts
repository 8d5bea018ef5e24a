import * as z from 'zod/mini'
import type { AdapterOptions } from './adapter-options.ts'
import { TillError } from './error.ts'
import { describe } from './invalid.ts'
import { readJson } from './json.ts'
import { toIssues } from './native.ts'
import { withoutDepths } from './nesting.ts'
import type { ProviderFacts, RateLimit } from './provider.ts'
import type { Environment } from './session.ts'

/** Checks an adapter's options against its strict schema. @throws invalid_options, without any value */
export function parseOptions<Options>(schema: z.core.$ZodType<Options>, options: unknown, provider: string): Options {
  const result = z.safeParse(schema, options)
  if (result.success) return result.data
  const issues = result.error.issues.flatMap(toIssues)
  throw new TillError({
    code: 'invalid_options',
    message: `${provider}: the options are wrong: ${describe(issues)}`,
    provider,
    issues,
  })
}

/** The account's own limit as a property of its adapter; nothing when the documented one counts. */
export function ownRateLimit(
  rateLimit: AdapterOptions['rateLimit'],
): { readonly rateLimit: RateLimit | null } | Record<never, never> {
  if (rateLimit === undefined) return {}
  return { rateLimit: rateLimit && { ...rateLimit, per: 'agreed for this account' } }
}

/** What a credential says of the environment by its prefix. */
export function environmentOf(provider: ProviderFacts, credential: string): Environment {
  const row = Object.entries(provider.credentialPrefixes).find(([prefix]) => credential.startsWith(prefix))
  return row?.[1] ?? 'unknown'
}

/** An error body through its loose schema; null when it is anything else, as proxies answer with pages of their own. */
export function readErrorBody<Body>(schema: z.core.$ZodType<Body>, text: string): Body | null {
  try {
    return z.safeParse(schema, readJson(withoutDepths(text))).data ?? null
  } catch {
    return null
  }
}
