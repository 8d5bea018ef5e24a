import { describe, expect, onTestFinished, test } from 'vitest'
import type { Store, StoredFinding } from '@onetill/store'
import { filled, memoryLinks, NOW, seen } from './board.fixture.ts'
import type { StatusPageOptions } from './options.ts'
import { asPage, get } from './requests.fixture.ts'
import { createStatusPage } from './status-page.ts'

const REVIEW = '/sessions/chain/default/pay_54Zq'
const OPERATOR = 'operator-c4nac4nac4nac4nac4na'
const VIEWER = 'viewer-c4nac4nac4nac4nac4nac4na'

async function started(options: Partial<StatusPageOptions> = {}) {
  const store = await filled()
  onTestFinished(() => store.close())
  const handle = createStatusPage({ store, links: memoryLinks(), now: () => NOW, ...options })
  const text = async (path: string) => (await handle(get(path, asPage))).text()
  const decide = async (fields: Readonly<Record<string, string>>) => {
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(await text(REVIEW)) ?? []
    return handle(
      new Request(`http://127.0.0.1:4300${REVIEW}/resolve`, {
        method: 'POST',
        headers: { origin: 'http://127.0.0.1:4300', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ form_token: token, ...fields }).toString(),
      }),
    )
  }
  return { store, handle, text, decide }
}

const needs = async (store: Store): Promise<readonly string[]> =>
  (await store.list({ undecided: {} })).sessions.map(({ session }) => session.id)

describe('an operator’s decision', () => {
  test('is written, shown, and takes the session out of “needs attention” until something new comes', async () => {
    const { store, text, decide } = await started()
    expect(await text(REVIEW)).toContain('What was decided')
    const answer = await decide({ decision: ' accepted as it is ', note: '' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${REVIEW}?said=decided`])
    const page = await text(REVIEW)
    expect(page).toContain('accepted as it is, by this machine')
    expect(page).not.toContain('What was decided')
    expect(await needs(store)).not.toContain('pay_54Zq')
    await store.record([seen('pay_54Zq', 0, ['review', 'overpaid'], { provider: 'chain' })])
    expect(await text(REVIEW)).toContain('Something new came since.')
    expect(await needs(store)).toContain('pay_54Zq')
  })

  const NOT_TAKEN: readonly Readonly<Record<string, string>>[] = [
    { decision: '  ' },
    { decision: 'x'.repeat(201) },
    { decision: 'x', note: 'y'.repeat(1_001) },
  ]
  test('without words, or with too many, is not taken', async () => {
    const { store, decide } = await started()
    for (const fields of NOT_TAKEN)
      expect((await decide(fields)).headers.get('location')).toBe(`${REVIEW}?said=undecided`)
    expect((await store.history('chain/default/pay_54Zq'))?.resolution).toBeNull()
  })

  test('a form without our token, a viewer, and a store that cannot write are refused', async () => {
    const access = {
      tokens: [
        { name: 'ann', role: 'operator', token: OPERATOR },
        { name: 'screen', role: 'viewer', token: VIEWER },
      ],
    } as const
    const { store, handle } = await started({ access })
    const post = (token: string) =>
      handle(
        new Request(`http://127.0.0.1:4300${REVIEW}/resolve`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
          body: new URLSearchParams({ decision: 'x' }),
        }),
      )
    expect((await post(VIEWER)).status).toBe(403)
    expect((await post(OPERATOR)).status).toBe(303)
    const forged = await (await started()).decide({ form_token: 'forged', decision: 'x' })
    expect(forged.status).toBe(403)
    const { resolve: _, ...readOnly } = store
    const bare = await started({ store: readOnly })
    expect(await bare.text(REVIEW)).not.toContain('What was decided')
    expect((await bare.decide({ decision: 'x' })).status).toBe(404)
  })
})

test('the timeline says which row decided, and what was seen again is one entry', async () => {
  const { store, text } = await started({
    explain: ({ native }) =>
      native === null ? null : { row: 'PAID [read]', source: 'acme.example/docs', documented: true },
  })
  const again = (minutes: number) =>
    seen('cs_again', minutes, ['paid'], { native: '{"status":"PAID"}', reference: 'order-1' })
  await store.record([again(9), again(8), again(7)])
  const page = await text('/sessions/acme/default/cs_again')
  expect(page.match(/Row <code>PAID \[read\]<\/code>, documented in acme\.example\/docs/g)).toHaveLength(1)
  expect(page).toMatch(/Seen again 2 times, last <time[^>]*>2026-11-20 11:53:00/)
})

test('what reconciliations found is shown, its content to operators only', async () => {
  const found: StoredFinding = {
    ...{ id: 'f1', rules: 'orders', code: 'amount_under', exception: true, state: 'closed', runs: 2, reopened: 0 },
    ...{ firstSeenAt: NOW.toISOString(), lastSeenAt: NOW.toISOString(), closedAt: NOW.toISOString() },
    ...{ closedReason: 'arrived', finding: { left: '400.00', phone: '+15550100' } },
  }
  const asked: unknown[] = []
  const store = await filled()
  onTestFinished(() => store.close())
  const findings: Store['findings'] = async (filter) => {
    asked.push(filter)
    return [found]
  }
  const tokens = [{ name: 'screen', role: 'viewer', token: VIEWER }] as const
  const pageOf = async (options: Partial<StatusPageOptions>, headers: Readonly<Record<string, string>>) => {
    const handle = createStatusPage({ store: { ...store, findings }, now: () => NOW, ...options })
    return (await handle(get(REVIEW, { ...asPage, ...headers }))).text()
  }
  const page = await pageOf({}, {})
  expect(asked).toEqual([{ sessionKey: 'chain/default/pay_54Zq' }])
  expect(page).toContain('amount under')
  expect(page).toContain('as the other side came')
  expect(page).toContain('400.00')
  expect(page).not.toContain('+15550100')
  const viewed = await pageOf({ access: { tokens } }, { authorization: `Bearer ${VIEWER}` })
  expect([viewed.includes('amount under'), viewed.includes('What differs')]).toEqual([true, false])
})

describe('a theme', () => {
  test('is linked from every page with its nonce, and its style is what was said', async () => {
    const { handle } = await started({ theme: { light: { '--accent': '#7a1fa2' }, dark: { '--radius': '0' } } })
    for (const path of ['/', REVIEW, '/sessions/a/b/c', '/p/nothing']) {
      const answer = await handle(get(path, asPage))
      const page = await answer.text()
      const [link = '', href = '', nonce = ''] =
        /<link rel="stylesheet" href="(\/assets\/theme[^"]+)" nonce="([^"]+)"/.exec(page) ?? []
      expect(page.indexOf(link)).toBeGreaterThan(page.indexOf('page.'))
      expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce.replaceAll('&#x3D;', '=')}'`)
      const css = await handle(get(href))
      expect([css.status, css.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
      expect(await css.text()).toBe(
        '@media screen and (prefers-color-scheme:light) and (prefers-contrast:no-preference){:root{--accent:#7a1fa2}}\n@media screen and (prefers-color-scheme:dark) and (prefers-contrast:no-preference){:root{--radius:0}}',
      )
    }
  })

  test.for([{ '--accent': 'url(https://evil.example/x)' }, { '--accent': 'red}body{display:none' }, { '--Ä': 'red' }])(
    '%j is refused',
    async (light) => {
      const store = await filled([])
      onTestFinished(() => store.close())
      expect(() => createStatusPage({ store, theme: { light } })).toThrow('theme.light')
    },
  )
})
