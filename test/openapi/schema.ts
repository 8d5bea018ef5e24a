// The published schema as something to validate with.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/**
 * The published amount pattern is cubic in time on hostile text (a thousand digits and a letter take seconds), so no
 * pattern of the document is compiled. In its place: the same language, read in linear time.
 */
const LINEAR_AMOUNT = '^[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)$'

const text = readFileSync(join(import.meta.dirname, 'maven.openapi.json'), 'utf8')
const document: unknown = JSON.parse(text, (key, value: unknown) =>
  key === 'pattern' && typeof value === 'string' ? LINEAR_AMOUNT : value,
)

const ajv = new Ajv2020({ allErrors: true })
// Both the function and a namespace with it as `default`, depending on how CommonJS is loaded.
const formats = 'default' in addFormats ? addFormats.default : addFormats
formats(ajv)
// The document's own keys; inside the schemas the strict mode still refuses what it does not know.
ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'paths', 'components'])
ajv.addSchema(Object(document), 'maven')

/** A validator for one component schema. */
export const validatorOf = (name: string): ValidateFunction =>
  ajv.compile({ $ref: `maven#/components/schemas/${name}` })

/** Names of the 23 processor keys, from the document. */
export const processorKeys = (): readonly string[] => {
  const schema: { readonly components: { readonly schemas: Record<string, { readonly properties: object }> } } =
    JSON.parse(text)
  return Object.keys(schema.components.schemas.Processor?.properties ?? {})
}
