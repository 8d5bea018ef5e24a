import * as z from 'zod/mini'

/** Turns a schema into generated code where the runtime allows it (default condition: Node, Bun, Deno). */
export function compile<Schema extends z.core.$ZodType>(schema: Schema): Schema {
  return z.compile(schema)
}
