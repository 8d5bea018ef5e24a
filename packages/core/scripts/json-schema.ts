// The JSON Schema of a session: the shape from the zod schema, the words from the JSDoc of the interfaces.
// Used by json-schema.test.ts, which writes and holds schema/checkout-session.json; no entry point reaches this file.
import * as z from 'zod'
import { moneySchema } from '../src/money.ts'
import { SCHEMA_VERSION } from '../src/session.ts'
import { checkoutSession } from '../src/session-schema.ts'
import { type Described, describeSession } from './session-docs.ts'

/** A node of a JSON Schema document, as far as it is looked at here. */
export interface Node {
  description?: string
  type?: string
  const?: unknown
  $ref?: string
  properties?: Record<string, Node>
  items?: Node
  anyOf?: Node[]
  oneOf?: Node[]
  $defs?: Record<string, Node>
  [keyword: string]: unknown
}

/** The text of schema/checkout-session.json. */
export function jsonSchemaText(): string {
  z.globalRegistry.add(moneySchema, { id: 'Money' })
  const { $schema, ...generated } = z.toJSONSchema(checkoutSession) as Node
  const { session, money } = describeSession()
  const { $defs, ...root } = describe(generated, session)
  const definitions = Object.entries($defs ?? {}).map(([name, { id: _, ...node }]) => [
    name,
    name === 'Money' ? describe(node, money) : node,
  ])
  const document = {
    $schema,
    $id: `urn:onetill:checkout-session:${SCHEMA_VERSION}`,
    title: 'CheckoutSession',
    schemaVersion: SCHEMA_VERSION,
    ...root,
    $defs: Object.fromEntries(definitions),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** The node with the words of the type it was made from, all the way down; a reference keeps its own words. */
function describe(node: Node, words: Described): Node {
  const { description, properties, items, anyOf, oneOf, ...rest } = node
  const text = words.text === '' ? description : words.text
  return {
    ...(text === undefined ? {} : { description: text }),
    ...rest,
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((branch) => describe(branch, { ...words, text: '' })) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map((branch) => describe(branch, words.variant(branch))) }),
    ...(items === undefined ? {} : { items: describe(items, words.item()) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, child]) => [name, describe(child, words.field(name))]),
          ),
        }),
  }
}
