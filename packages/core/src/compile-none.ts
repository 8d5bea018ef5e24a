import type * as z from 'zod/mini'

/** Workers and browsers forbid or frown on generated code: the schema is used as it is, and nothing is probed. */
export function compile<Schema extends z.core.$ZodType>(schema: Schema): Schema {
  return schema
}
