import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../packages.ts'
import { useCommand } from './command.ts'

// The examples as the documents print them.
const MAASH = join(ROOT, 'packages/testkit/fixtures/maash.get-session.json')
const JWT = join(ROOT, 'packages/testkit/fixtures/jwt-checkout.get-session.json')
const FIELDS = [
  ['card_brand', 'card_last4', 'receipt_url', 'stripe_charge_id', 'stripe_payment_intent_id', 'payment_method_id'],
  ['stripe_customer_id', 'authnet_transaction_id', 'authnet_auth_code', 'authnet_response_code'],
  ['authnet_avs_result_code', 'authnet_cvv_result_code', 'authnet_cavv_result_code', 'authnet_network_trans_id'],
  ['authnet_capture_status', 'authnet_customer_profile_id', 'authnet_payment_profile_id', 'braintree_transaction_id'],
  [
    'braintree_customer_id',
    'braintree_payment_method_token',
    'shift4_charge_id',
    'shift4_customer_id',
    'shift4_card_id',
  ],
].flat()
const TEXT = '<string>'
/** docs.trymaven.com/api-reference/public-api-v1/get-session, read 2026-11-20: placeholders instead of values. */
const MAVEN = {
  ...{ session_id: TEXT, status: TEXT, is_terminal: true, amount: TEXT, currency: TEXT, mode: TEXT, caller: TEXT },
  ...{ project_slug: TEXT, gateway: TEXT, created_at: '2023-11-07T05:31:56Z', updated_at: '2023-11-07T05:31:56Z' },
  processor: Object.fromEntries(FIELDS.map((field) => [field, TEXT])),
  error: { code: TEXT, message: TEXT },
  ...{ description: TEXT, callback: TEXT, memory: TEXT, transfer_status: TEXT },
  ...{ expires_at: '2023-11-07T05:31:56Z', completed_at: '2023-11-07T05:31:56Z' },
}

const command = useCommand()

test("Maash's example is open/created with amounts, tokens and chains", async () => {
  const { code, stdout, stderr } = await command.run(['normalize', '-p', 'maash', MAASH])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'open',
    detail: 'created',
    amount: { value: '100.00', currency: 'USD' },
    amounts: { priced: { value: '100.00', currency: 'USD' } },
    processor: {
      kind: 'crypto',
      accepted: [
        { token: 'USDC', chains: ['solana', 'arbitrum'] },
        { token: 'USDT', chains: ['solana', 'optimism'] },
      ],
      refused: [
        { token: 'DAI', chains: ['bsc', 'base'] },
        { token: 'BNB', chains: ['bsc', 'base'] },
      ],
    },
  })
})

test("the JWT document's example is processing with one pending refund, and the word wins over the reason", async () => {
  const { code, stdout, stderr } = await command.run(['normalize', '-p', 'jwt-checkout', JWT])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const session = JSON.parse(stdout)
  expect(session).toMatchObject({
    ...{ status: 'processing', amount: null, failure: null, refundStatus: 'pending', refundEvidence: 'list' },
    refunds: [{ status: 'pending', amount: { value: '45.01', currency: 'USD' } }],
    providerData: { failureReason: 'EXPIRED' },
  })
  expect(session.refunds).toHaveLength(1)

  const explained = await command.run(['explain', '-p', 'jwt-checkout', '--json', JWT])
  const { unverified } = JSON.parse(explained.stdout)
  expect(unverified.map(({ reading }: { reading: string }) => reading).join(' ')).toMatch(/failureReason/)
})

test("Maven's example holds placeholders and is refused at the amount", async () => {
  const { code, stdout, stderr } = await command.run(['normalize', '-p', 'maven'], { stdin: JSON.stringify(MAVEN) })
  expect(code).toBe(2)
  expect(stdout).toBe('null\n')
  expect(stderr).toMatch(/^onetill: record 1 \(line 1\): maven: [^\n]*: amount: expected decimal number[^\n]*\n$/)
})

test("with a real amount, currency and status every processor field of Maven's example is kept", async () => {
  const processor = Object.fromEntries(FIELDS.map((field) => [field, `kept-${field}`]))
  const paid = {
    ...MAVEN,
    amount: '45.01',
    currency: 'USD',
    status: 'payment-success',
    mode: 'charge',
    processor,
    error: null,
  }
  const { code, stdout } = await command.run(['normalize', '-p', 'maven'], { stdin: JSON.stringify(paid) })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ status: 'paid', amount: { value: '45.01', currency: 'USD' } })
  const missing = FIELDS.filter((field) => !stdout.includes(`"kept-${field}"`))
  expect(missing).toEqual([])
})

test('long amounts keep their digits in an object, an array and NDJSON', async () => {
  const one = readFileSync(MAASH, 'utf8').replaceAll(': 100,', ': 9007199254740993.01,')
  const line = one.replace(/\s*\n\s*/g, ' ')
  for (const stdin of [one, `[${one},\n${one}]`, `${line}\n${line}\n`]) {
    const { stdout } = await command.run(['normalize', '-p', 'maash'], { stdin })
    const [session = null] = [JSON.parse(stdout)].flat()
    expect(session.amount).toEqual({ value: '9007199254740993.01', currency: 'USD' })
  }
})
