import { invalidResponse } from './invalid.ts'

/**
 * A text that may be missing, checked where it is read: null and absent → null.
 * @param index place in a list, for a path such as `refunds[].reason`
 * @throws invalid_response for anything but text
 */
export function optionalText(value: unknown, path: string, index?: number): string | null {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return null
  throw invalidResponse(path, 'text', index)
}

/** Fields that a schema leaves to where they are read: they may be missing, and hold anything until then. */
export type Leaves<Name extends string> = { readonly [name in Name]?: unknown }
