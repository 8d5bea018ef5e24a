import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonSchemaText, type Node } from '../scripts/json-schema.ts'
import { SCHEMA_VERSION } from './session.ts'
import { strict } from './session-schema.ts'

const FILE = join(import.meta.dirname, '..', 'schema', 'checkout-session.json')

// Stale? `npx vitest run packages/core/src/json-schema.test.ts -u` writes it anew.
test('the published JSON Schema is the one the sources give', async () => {
  await expect(jsonSchemaText()).toMatchFileSnapshot(FILE)
})

describe('the document', () => {
  const document: Node = JSON.parse(jsonSchemaText())
  const at = (...path: readonly string[]): Node => {
    let node = document
    for (const name of path) {
      const inside = ({ anyOf = [], oneOf = [], items }: Node): Node[] =>
        [...anyOf, ...oneOf, ...(items === undefined ? [] : [items])].flatMap((each) => [each, ...inside(each)])
      const branch = [node, ...inside(node)]
      const next = branch.map(({ properties }) => properties?.[name]).find((child) => child !== undefined)
      if (next === undefined) throw new Error(`no ${path.join('.')}`)
      node = next
    }
    return node
  }

  test('says what it is', () => {
    expect(document['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(document['$id']).toBe(`urn:onetill:checkout-session:${SCHEMA_VERSION}`)
    expect(document['schemaVersion']).toBe(SCHEMA_VERSION)
    expect(at('schemaVersion').const).toBe(SCHEMA_VERSION)
    expect(document['additionalProperties']).toBe(false)
  })

  test('has every field of the schema, each required and each with words', () => {
    const fields = Object.keys(strict.shape)
    expect(Object.keys(document.properties ?? {})).toEqual(fields)
    expect(document['required']).toEqual(fields)
    expect(fields.filter((name) => (at(name).description ?? '').length < 10)).toEqual([])
  })

  test('takes its words from the interfaces', () => {
    expect(at('providerDone').description).toBe("The provider's own terminal flag, where it has one.")
    expect(at('amounts', 'captured').description).toBe('Finally taken by the merchant.')
    expect(at('refunds', 'amount').description).toBe('What goes back to the payer.')
    expect(at('customer', 'phone').description).toBe('E.164.')
    expect(document.$defs?.['Money']?.properties?.['value']?.description).toContain('Plain decimal text')
    expect(JSON.stringify(document)).toContain('`stripe`, `authorizenet`')
  })

  test('marks personal data', () => {
    const personal = [
      ['payVia'],
      ['processor', 'customerId'],
      ['processor', 'paymentMethodId'],
      ['processor', 'card'],
      ['processor', 'receiptUrl'],
      ['processor', 'selected', 'address'],
      ['processor', 'selected', 'transactionHash'],
      ['customer'],
      ['description'],
      ['metadata'],
      ['providerData'],
      ['failure', 'message'],
      ['refunds', 'reason'],
      ['refunds', 'failureReason'],
    ]
    for (const path of personal) expect(at(...path)['personal'], path.join('.')).toBe(true)
    expect(JSON.stringify(document).match(/"personal":true/g)).toHaveLength(personal.length)
    for (const path of [['id'], ['status'], ['amount'], ['failure', 'code'], ['processor', 'chargeId']])
      expect(at(...path)['personal']).toBeUndefined()
  })
})
