// What `reconcile` refuses, and how it is stopped.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MEANINGS, useShop } from './shop.ts'

const { command, cwd, env, run, temporary } = useShop()

const MISTAKES: readonly (readonly [args: readonly string[], says: RegExp])[] = [
  [['--left', 'a.csv'], /required option '--right <side>' not specified.*see: onetill reconcile --help/],
  [['--left', '-', '--right', '-'], /--left and --right cannot both be stdin/],
  [['--left', 'none.csv', '--right', 'store'], /--left: cannot read none\.csv: there is no such file \(ENOENT\)/],
  [['--left', '.', '--right', 'store'], /--left: cannot read \.: it is a folder/],
  [['--left', 'wide.csv', '--right', 'store'], /left: expected UTF-8; this is UTF-16.*iconv/],
  [['--left', 'orders.csv', '--right', 'sqlite:none.db'], /there is no store at sqlite:none\.db/],
  [['--left', 'orders.csv', '--right', 'store', '--left-map', 'reference'], /--left-map: expected name=value/],
  [['--left', 'orders.csv', '--right', 'store', '--left-map', 'order=x'], /no field is called "order"; fields: key,/],
  [['--left', 'orders.csv', '--right', 'store', '--left-status', 'Paid=payed'], /rules: left\.status\.Paid: /],
  [['--left', 'orders.csv', '--right', 'store', '--rules', 'none.yaml'], /--rules: cannot read none\.yaml/],
  [['--left', 'orders.csv', '--right', 'store', '--rules', 'bad.yaml'], /rules: line 1, tolerence: no such key/],
  [['--left', 'orders.csv', '--right', 'store', '--format', 'xls'], /Allowed choices are table, json/],
  [['--left', 'orders.csv', '--right', 'store', '--format', 'parquet'], /say where with --out/],
  [['--left', 'orders.csv', '--right', 'store', '--out', 'a.xls'], /--out: say --format/],
  [
    ['--left', 'orders.csv', '--right', 'store', '--out', 'none/a.html'],
    /--out: cannot write none\/a\.html: there is no such/,
  ],
  [['--left', 'orders.csv', '--right', 'store', '--fail-on', 'much'], /--fail-on: expected exceptions, any, none/],
  [['--left', 'orders.csv', '--right', 'store', '--memory', 'much'], /--memory: expected a size such as 2GB/],
  [['--left', 'orders.csv', '--right', 'store', '--shards', '999'], /--shards: expected a whole number from 1 to 256/],
  [['--left', 'orders.csv', '--right', 'store', '--as-of', 'soon'], /--as-of: expected a date, a time/],
  [['--left', 'orders.csv', '--right', 'store', '--explain', 'x'], /--explain: expected an id/],
]

test('a mistake is one line on stderr that says what to do, and exit code 2', async () => {
  writeFileSync(join(cwd(), 'wide.csv'), Buffer.from('\ufeffreference,status\n', 'utf16le'))
  writeFileSync(join(cwd(), 'bad.yaml'), 'tolerence: {}\n')
  for (const [args, says] of MISTAKES) {
    const { code, stdout, stderr } = await run(['reconcile', ...args])
    expect(stderr, args.join(' ')).toMatch(says)
    expect({ code, stdout, lines: stderr.match(/\n/g)?.length }, args.join(' ')).toEqual({
      code: 2,
      stdout: '',
      lines: 1,
    })
  }
  expect(readdirSync(temporary())).toEqual([])
})

test.each([
  ['while stdin is read', '-'],
  ['while the engine works', 'large.csv'],
])('Ctrl-C %s ends with 130 and leaves nothing behind', async (_, left) => {
  const rows = Array.from({ length: 400_000 }, (_, at) => `ORD-${at},Paid,${at}.10,USD`)
  if (left !== '-') writeFileSync(join(cwd(), left), `Order No.,State,Total,Cur\n${rows.join('\n')}\n`)
  const args = ['reconcile', '--left', left, ...MEANINGS, '--right', 'store', '--out', 'never.html']
  const child = command.start(args, { cwd: cwd(), env: env() })
  const stdin = left === '-' ? child.stdin : null
  child.stdin?.on('error', () => {})
  stdin?.write('Order No.,State,Total,Cur\nORD-1,Paid,1.00,USD\n')
  await expect.poll(() => readdirSync(temporary()).length, { timeout: 20_000 }).toBe(1)
  await expect
    .poll(() => readdirSync(join(temporary(), readdirSync(temporary())[0] ?? '')).length, { timeout: 20_000 })
    .toBeGreaterThan(0)
  const ended = new Promise<readonly [number | null, string]>((resolve) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    child.on('close', (code) => resolve([code, said]))
  })
  child.kill('SIGINT')
  const [code, said] = await ended
  expect(code).toBe(130)
  expect(said.replace(/^onetill: \d+ s, .*\n/gm, '')).toBe('')
  expect(readdirSync(temporary())).toEqual([])
  expect(existsSync(join(cwd(), 'never.html'))).toBe(false)
  expect(readdirSync(cwd()).filter((name) => name.endsWith('.part'))).toEqual([])
})
