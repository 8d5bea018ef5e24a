import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { ROOT } from '../packages.ts'
import { blocks } from '../readme/blocks.ts'
import { AS_OF, ORDERS, useShop } from './shop.ts'

const { command, cwd, env, reconciled, run, temporary } = useShop()

test('a CSV against the store: verdict, sums, classes, findings, rows set aside; exit code 1; nothing stays behind', async () => {
  const { code, stdout, stderr } = await reconciled()
  expect(stderr).toBe('')
  expect(code).toBe(1)
  for (const line of [
    /^✗ DIFFERENCES {2}4 to settle$/m,
    /^left {3}orders\.csv: 4 records$/m,
    /^USD +1,282\.50 +39\.00 +1,243\.50$/m,
    /^✗ invalid_record +1$/m,
    /^✗ missing_left +1 +0 +1 +-7\.50 +USD$/m,
    /^✗ missing_right +1 +1 +0 +1,250\.00 +USD$/m,
    /^✗ amount_under +1 +1 +1 +1\.00 +USD$/m,
    /^✓ agreed +– +2 +2 +0\.00 +USD$/m,
    /^[0-9a-f]{8} {2}✗ missing_right +ORD-9 +1,250\.00 USD$/m,
    /^left, line 4: A comma as decimal sign\. Export with a point: 12\.50 instead of 12,50\.$/m,
  ])
    expect(stdout).toMatch(line)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  expect(readdirSync(temporary())).toEqual([])
})

test('every format; a file gets the form of its name, the terminal the summary', async () => {
  const formats = await Promise.all(
    ['json', 'ndjson', 'csv', 'md', 'html'].map((format) => reconciled('--format', format, '--fail-on', 'none')),
  )
  for (const { code } of formats) expect(code).toBe(0)
  const [json = '', ndjson = '', csv = '', md = '', html = ''] = formats.map(({ stdout }) => stdout)
  const codes = ['invalid_record', 'missing_left', 'missing_right', 'amount_under']
  expect(JSON.parse(json).findings.map(({ code }: { code: string }) => code)).toEqual(codes)
  expect(
    ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).code),
  ).toEqual(codes)
  for (const text of [csv, md, html]) expect(text).toContain('ORD-9')
  expect(html).toMatch(/^<!doctype html>/)

  const files = await Promise.all(
    ['report.html', 'findings.parquet', 'all.json'].map((name) => reconciled('--out', name)),
  )
  for (const { code, stdout, stderr } of files) {
    expect(code).toBe(1)
    expect(stdout).toContain('DIFFERENCES')
    expect(stderr).toMatch(/^onetill: \S+ is written\n$/)
  }
  expect(readFileSync(join(cwd(), 'all.json'), 'utf8')).toBe(json)
  expect(readFileSync(join(cwd(), 'report.html'), 'utf8')).toContain('orders.csv')
  const instance = await DuckDBInstance.create(':memory:')
  const db = await instance.connect()
  const path = join(cwd(), 'findings.parquet').replaceAll("'", "''")
  const rows = await db.runAndReadAll(`SELECT code, left_reference, left_amount, difference[1].amount FROM '${path}'`)
  db.closeSync()
  expect(rows.getRows()).toEqual([
    ['invalid_record', 'ORD-3', null, null],
    ['missing_left', null, null, '-7.50'],
    ['missing_right', 'ORD-9', '1250.00', '1250.00'],
    ['amount_under', 'ORD-2', '20.00', '1.00'],
  ])
  expect(readdirSync(cwd()).filter((name) => name.endsWith('.part'))).toEqual([])
  expect(readdirSync(temporary())).toEqual([])
})

test('the same records give the same bytes from a file, from stdin, with rules from a file or from options', async () => {
  const rules = [
    'left:',
    '  fields: { reference: Order No., status: State, amount: Total, currency: Cur }',
    '  status: { Paid: paid, New: open }',
  ]
  writeFileSync(join(cwd(), 'rules.yaml'), rules.join('\n'))
  const lines = ORDERS.slice(1).map((line) => {
    const [, name, state, total, currency] = /^([^,]*),([^,]*),("[^"]*"|[^,]*),(.*)$/.exec(line) ?? []
    return JSON.stringify({ 'Order No.': name, State: state, Total: total?.replaceAll('"', ''), Cur: currency })
  })
  writeFileSync(join(cwd(), 'orders.ndjson'), lines.join('\n'))
  writeFileSync(join(cwd(), 'orders.json'), `[${lines.join(',')}]`)
  const by = (left: string, stdin: string, ...more: readonly string[]) =>
    run(
      ['reconcile', '--left', left, '--rules', 'rules.yaml', '--right', 'store', '--as-of', AS_OF, '--json', ...more],
      stdin,
    )
  const [first, ...others] = await Promise.all([
    reconciled('--json'),
    by('orders.csv', ''),
    by('-', ORDERS.join('\n')),
    by('-', lines.join('\n')),
    by('-', `[${lines.join(',')}]`),
    by('orders.ndjson', '', '--shards', '16', '--threads', '1', '--memory', '512MB'),
    by('orders.json', ''),
  ])
  expect(JSON.parse(first.stdout).findings).toHaveLength(4)
  for (const other of others) expect(other).toEqual(first)
})

test('--explain tells the story of one finding, both sides beside each other; the beginning of the id is enough', async () => {
  const { stdout } = await reconciled('--format', 'ndjson')
  const ids = new Map(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map(({ code, id }): [string, string] => [code, id]),
  )
  const [under, invalid, none] = await Promise.all([
    reconciled('--explain', (ids.get('amount_under') ?? '').slice(0, 8)),
    reconciled('--explain', ids.get('invalid_record') ?? ''),
    reconciled('--explain', '00000000'),
  ])
  expect(under.code).toBe(0)
  expect(under.stdout).toMatch(/^amount_under {2}high\n[0-9a-f]{32}\n/)
  expect(under.stdout).toMatch(/Matched by reference\.\nLeft minus right is 1\.00 USD\./)
  expect(under.stdout).toMatch(/^Counted +20\.00 USD +19\.00 USD {2}≠$/m)
  expect(under.stdout).toMatch(/^What to do: Ask for the rest/m)
  expect(invalid.stdout).toMatch(/It stands in left line 4\./)
  expect(none).toMatchObject({ code: 2, stdout: '' })
  expect(none.stderr).toMatch(/no finding has the id 00000000/)
})

test('exit codes: clean is 0, what --fail-on does not name is 0, --since hides what is older', async () => {
  const good = join(cwd(), 'good.csv')
  writeFileSync(good, 'reference,status,amount,currency\nORD-1,paid,12.50,USD\n')
  const one = ['--left', 'good.csv', '--right', 'good.csv', '--as-of', AS_OF]
  const [clean, high, only, other, recent] = await Promise.all([
    run(['reconcile', ...one]),
    reconciled('--fail-on', 'high'),
    reconciled('--fail-on', 'missing_right,currency'),
    reconciled('--fail-on', 'currency'),
    reconciled('--since', '2098-01-01', '--format', 'ndjson'),
  ])
  expect(clean).toMatchObject({ code: 0, stderr: '' })
  expect(clean.stdout).toMatch(/^✓ CLEAN {2}both sides say the same$/m)
  expect([high?.code, only?.code, other?.code]).toEqual([1, 1, 0])
  // Records without a time are never hidden; the provider's, which have one, are.
  expect(recent.stdout).not.toContain('missing_left')
  expect(recent.stdout).toContain('missing_right')
})

test('the chapter of the guide prints what the command prints', async () => {
  const text = readFileSync(join(ROOT, 'docs/guide/reconcile.md'), 'utf8')
  const [orders, summary] = blocks('reconcile.md', text).filter(({ language }) => language === 'text')
  const rules = blocks('reconcile.md', text).find(({ language }) => language === 'json')
  const folder = mkdtempSync(join(command.folder(), 'guide-'))
  writeFileSync(join(folder, 'orders.csv'), `${orders?.text}\n`)
  writeFileSync(join(folder, 'rules.json'), rules?.text ?? '')
  cpSync(join(cwd(), '.onetill'), join(folder, '.onetill'), { recursive: true })
  // Ids of findings come from those of sessions, and the time is now.
  const still = (shown: string): string =>
    shown
      .trimEnd()
      .replace(/\b[0-9a-f]{32}\b|^[0-9a-f]{8}(?= )|(?<=--explain )[0-9a-f]{8}/gm, 'id')
      .replace(/[\d-]{10}T[\d:.]{12}Z/g, 'time')
  const args = ['reconcile', '--left', 'orders.csv', '--rules', 'rules.json', '--right', 'store']
  const printed = await command.run(args, { cwd: folder, env: env() })
  expect(still(printed.stdout)).toBe(still(summary?.text ?? ''))
  expect(printed.code).toBe(1)
  const [id = ''] = /^[0-9a-f]{8}(?= .*missing_right)/m.exec(printed.stdout) ?? []
  const told = await command.run([...args, '--explain', id], { cwd: folder, env: env() })
  expect(told.stdout).toMatch(/^missing_right {2}high\n/)
  expect(text).toContain(`--explain ${id}`)
})
