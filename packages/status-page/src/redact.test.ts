import { describe, expect, onTestFinished, test } from 'vitest'
import { filled, NOW, seen } from './board.fixture.ts'
import type { StatusPageOptions } from './options.ts'
import { personalPaths, redacted, redactedAnswer } from './redact.ts'
import { asPage, get } from './requests.fixture.ts'
import { createStatusPage } from './status-page.ts'

const OPERATOR = { accept: asPage.accept }

async function pageOf(options: Partial<StatusPageOptions> = {}, native = '{}'): Promise<string> {
  const store = await filled([
    seen('pay_1', 5, ['paid', 'exact'], {
      provider: 'chain',
      customer: { name: 'Jane Roe', email: 'jane.roe@example.com', phone: '+15550100' },
      description: 'Two tickets, row 7',
      metadata: { note: 'call Jane after six' },
      processor: {
        kind: 'crypto',
        accepted: [{ token: 'USDC', chains: ['base', 'solana'] }],
        refused: [{ token: 'DAI', chains: ['gnosis'] }],
        methods: { wallet_connect: true },
        selected: {
          ...{ token: 'USDT', chain: 'tron', address: '0x9f2b61c7', tokenAmount: '250.000000' },
          ...{ paymentId: 'pay_88', transactionHash: '0xabc4d1' },
        },
      },
      native,
    }),
  ])
  onTestFinished(() => store.close())
  const handle = createStatusPage({ store, now: () => NOW, ...options })
  return (await handle(get('/sessions/chain/default/pay_1', OPERATOR))).text()
}

/** The text of the last or first `pre`, as it stands in the markup. */
const raw = (page: string, at: number): string =>
  ([...page.matchAll(/<pre tabindex="0">(.*?)<\/pre>/gs)].at(at)?.[1] ?? '').replaceAll('&quot;', '"')

describe('a session as raw data', () => {
  test('shows tokens and chains, and blots out what its schema marks as personal', async () => {
    const text = raw(await pageOf(), -1)
    for (const shown of ['"USDC"', '"solana"', '"DAI"', '"gnosis"', '"USDT"', '"tron"', '"250.000000"', '"pay_88"'])
      expect(text, shown).toContain(shown)
    for (const personal of ['Jane', 'jane.roe', '15550100', 'row 7', 'after six', '0x9f2b61c7', '0xabc4d1'])
      expect(text, personal).not.toContain(personal)
    expect(text).toContain('"customer": "•••"')
  })

  test('personal is what the model says is', () => {
    expect([...personalPaths()].sort()).toEqual([
      'customer',
      'description',
      'failure.message',
      'metadata',
      'payVia',
      'processor.card',
      'processor.customerId',
      'processor.paymentMethodId',
      'processor.receiptUrl',
      'processor.selected.address',
      'processor.selected.transactionHash',
      'providerData',
      'refunds[].failureReason',
      'refunds[].reason',
    ])
  })
})

describe('an answer', () => {
  const ANSWER = {
    status: 'completed',
    token: 'USDC',
    tokens: [{ token: 'USDT', chains: ['tron'], key: 'sk_c4na_9' }],
    api_token: 'tok_c4na_1',
    note: 'call Jane',
    done: true,
  }
  const KEEPS = ['status', 'token', 'tokens[].token', 'tokens[].chains[]']

  test('shows what its adapter lists, whatever it is called, and nothing else', () => {
    expect(redactedAnswer(ANSWER, KEEPS)).toEqual({
      ...{ status: 'completed', token: 'USDC', api_token: '•••', note: '•••', done: true },
      tokens: [{ token: 'USDT', chains: ['tron'], key: '•••' }],
    })
  })

  test('a name that reads like a path is none', () => {
    expect(
      redactedAnswer({ 'tokens[].token': 'x', a: { 'b.status': 'y' }, 'data.status': 'z' }, [
        ...KEEPS,
        'data.status',
        'a.b.status',
      ]),
    ).toEqual({ 'tokens[].token': '•••', a: { 'b.status': '•••' }, 'data.status': '•••' })
  })

  test('without a list names decide', () => {
    expect(redactedAnswer(ANSWER, undefined)).toEqual(redacted(ANSWER))
    expect(
      redacted({ status: 'paid', emails: ['a@b.example'], first_names: ['Jane'], name: ['Jane'], key: 1 }),
    ).toEqual({
      ...{ status: 'paid', emails: ['•••'], first_names: ['•••'], name: ['•••'], key: 1 },
    })
    expect(redacted({ 'email.of': 'a@b.example' })).toEqual({ 'email.of': '•••' })
  })

  test('on the page: the list of the session’s own provider', async () => {
    const asked: string[] = []
    const keeps = (provider: string) => {
      asked.push(provider)
      return KEEPS
    }
    const listed = raw(await pageOf({ keeps }, JSON.stringify(ANSWER)), 0)
    expect([listed.includes('"USDT"'), listed.includes('c4na'), asked]).toEqual([true, false, ['chain']])
    const unlisted = raw(await pageOf({}, JSON.stringify(ANSWER)), 0)
    expect([unlisted.includes('"USDT"'), unlisted.includes('tok_c4na')]).toEqual([false, false])
  })
})
