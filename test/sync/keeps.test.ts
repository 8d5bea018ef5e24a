import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'
import { keepNative } from '@onetill/store'
import { ROOT } from '../packages.ts'

const ADAPTERS = [
  maven({ apiKey: 'mvn_test_c4na0123456789' }),
  maash({ apiKey: 'mk_test_c4na0123456789' }),
  jwtCheckout({ baseUrl: 'https://pay.shop.example', token: 'jwt-0123456789' }),
]

/** Fields of the fixtures that hold what nobody may keep. */
const PERSONAL =
  /caller|callback|description|memory|metadata|card_|receipt_url|payment_method|customer|email|phone|sip_uri|_url/i

describe.for(ADAPTERS)('$provider.id', ({ provider }) => {
  const folder = join(ROOT, 'adapters', provider.id, 'fixtures')
  const files = readdirSync(folder).filter((name) => /^(session|event)\..*\.json$/.test(name))

  test.for(files)('%s keeps its word and nothing personal', (name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    const kept = keepNative(text, provider.keeps ?? []) ?? ''
    expect(kept.length).toBeGreaterThan(0)
    const leaves: { readonly key: string; readonly value: unknown }[] = []
    JSON.parse(text, (key, value) => {
      if (typeof value !== 'object') leaves.push({ key, value })
      return value
    })
    const keys: string[] = []
    JSON.parse(kept, (key, value) => {
      if (typeof value !== 'object') keys.push(key)
      return value
    })
    for (const key of keys) expect(key).not.toMatch(PERSONAL)
    for (const { key, value } of leaves)
      if (PERSONAL.test(key) && typeof value === 'string' && value.length > 6) expect(kept).not.toContain(value)
    const word = leaves.find(({ key }) => ['status', 'event', 'type'].includes(key))
    expect(kept).toContain(`"${String(word?.value)}"`)
  })
})
