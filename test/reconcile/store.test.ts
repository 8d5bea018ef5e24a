import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CheckoutSession, normalize } from '@onetill/core'
import { jwtCheckout } from '@onetill/jwt-checkout'
import { observe, openStore } from '@onetill/store'
// By its path until the folder `test` depends on the package.
import { type Finding, reconcile } from '../../packages/reconcile/src/index.ts'

const AS_OF = '2026-11-21T00:00:00Z'
const FIXTURE = readFileSync(
  join(import.meta.dirname, '../../adapters/jwt-checkout/fixtures/session.paid.no-refunds.json'),
  'utf8',
)
const adapter = jwtCheckout({ baseUrl: 'https://checkout.example.com', token: () => 'a.b.c' })

const session = (id: string, status: string, amount: string | null): CheckoutSession =>
  normalize(
    adapter,
    JSON.stringify({
      ...JSON.parse(FIXTURE),
      checkoutSessionId: id,
      sessionId: id,
      id,
      orderReference: `order-${id}`,
      status,
    }),
    {
      at: '2026-11-02T10:00:00Z',
      ...(amount === null ? {} : { expected: { amount: { value: amount, currency: 'EUR' }, reference: null } }),
    },
  )

test('a ledger against a real store: by reference, what is only assumed is no agreement, and sessions give the same bytes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reconcile-store-'))
  const store = await openStore({ url: `sqlite:${join(folder, 'till.db')}` })
  try {
    const sessions = [
      session('s1', 'SUCCEEDED', '10.00'),
      session('s2', 'FAILED', '20.00'),
      session('s3', 'SUCCEEDED', null),
    ]
    await store.record(sessions.map((one) => observe(one, adapter.provider)))
    const ledger = ['s1', 's2', 's3', 's4'].map((id) => ({
      reference: `order-${id}`,
      status: 'paid',
      amount: '10',
      currency: 'EUR',
    }))
    const compare = async (right: Parameters<typeof reconcile>[0]['right']) => {
      const result = await reconcile({ left: { kind: 'records', records: ledger }, right, asOf: AS_OF, threads: 1 })
      const findings: Finding[] = []
      for await (const finding of result.findings()) findings.push(finding)
      const hash = await result.hash()
      await result.close()
      return { findings, hash, identity: result.identity }
    }
    const stored = await compare({ kind: 'store', store })
    expect(stored.findings.map(({ code, left }) => [code, left[0]?.reference])).toEqual([
      ['missing_right', 'order-s4'],
      ['amount_unknown', 'order-s3'],
      ['status_conflict', 'order-s2'],
      ['unverifiable', 'order-s1'],
    ])
    expect(stored.findings.map(({ rung }) => rung)).toEqual([null, 'reference', 'reference', 'reference'])
    expect(stored.identity).toMatchObject([{ left: '40.00', right: '10.00', explained: '30.00', remainder: '0.00' }])
    const exported = []
    for await (const one of store.export()) exported.push(one)
    expect((await compare({ kind: 'sessions', sessions: exported.reverse() })).hash).toBe(stored.hash)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
