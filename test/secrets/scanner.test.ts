// The scanner finds what it is for: deliberate leaks, in a program's output and in an error, in every form.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PLANTED } from './planted.ts'
import { createScanner, leaksIn } from './scan.mjs'
import { renderings } from './shown.ts'
import { LEAKED } from './watched-run.mjs'

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program of one line under the watch that `npm test` puts on its test stages. */
function watched(program: string): Promise<Ended> {
  const args = [join(import.meta.dirname, 'watched-run.mjs'), process.execPath, '--input-type=module', '-e', program]
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

const key = JSON.stringify(PLANTED.maashKey)

describe('a program under watch', () => {
  test('without a leak ends as it ends, its output unchanged', async () => {
    const fine = await watched(`process.stdout.write('a ü\\n'); process.stderr.write('b'); process.exitCode = 0`)
    expect(fine).toEqual({ code: 0, stdout: 'a ü\n', stderr: 'b' })
    expect((await watched('process.exitCode = 7')).code).toBe(7)
  })

  const LEAKS: Readonly<Record<string, string>> = {
    'on stdout': `console.log('key ' + ${key})`,
    'on stderr': `console.error({ headers: { 'x-api-key': ${key} } })`,
    'cut by writes': `for (const c of ${key}) { process.stdout.write(c); await new Promise((r) => setTimeout(r, 2)) }`,
    'coloured inside': `process.stdout.write(${key}.replaceAll('n', '\\u001b[31mn\\u001b[39m'))`,
    'by its last words': `process.on('exit', () => process.stderr.write(${key}))`,
    'in a child of its own': `
      const { spawnSync } = await import('node:child_process')
      spawnSync(process.execPath, ['-e', 'console.log(process.env.KEY)'], { stdio: 'inherit', env: { ...process.env, KEY: ${key} } })`,
    'in base64': `console.log(Buffer.from('Bearer ' + ${key}).toString('base64'))`,
    'in a stack': `console.log(new Error(${key}).stack)`,
  }
  test.for(Object.entries(LEAKS))('that leaks %s fails, and the message does not repeat it', async ([, program]) => {
    const { code, stderr } = await watched(program)
    expect(code).toBe(LEAKED)
    const message = stderr.slice(stderr.indexOf('credential printed: '))
    expect(message).toMatch(/^credential printed: [\w ]+ in (?:stdout|stderr)\n/)
    expect(leaksIn(message.replaceAll('credential printed: ', ''))).toEqual([])
  })

  test('that fails and leaks keeps its own code', async () => {
    expect((await watched(`console.log(${key}); process.exitCode = 7`)).code).toBe(7)
  })
})

describe('a leaking error', () => {
  const secret = PLANTED.jwtCheckoutToken
  const nested = new Error('outer', { cause: new Error('middle', { cause: { config: { headers: { secret } } } }) })
  class Hidden extends Error {
    readonly #headers = { secret }
    headers(): object {
      return this.#headers
    }
  }
  const ERRORS: Readonly<Record<string, unknown>> = {
    'in its message': new Error(`401 for ${secret}`),
    'in its cause': new Error('outer', { cause: secret }),
    'in a cause of a cause': nested,
    'in a property': Object.assign(new Error('failed'), {
      request: { headers: { authorization: `Bearer ${secret}` } },
    }),
    'in a property that is not enumerable': Object.defineProperty(new Error('failed'), 'config', { value: { secret } }),
    'in a symbol': Object.assign(new Error('failed'), { [Symbol('request')]: secret }),
    'in its name': Object.assign(new Error('failed'), { name: secret }),
    'in toJSON': Object.assign(new Error('failed'), { toJSON: () => ({ secret }) }),
    'behind a getter': Object.defineProperty(new Error('failed'), 'request', { get: () => secret, enumerable: true }),
    'in errors of an AggregateError': new AggregateError([new Error(secret)], 'failed'),
    'as a key of a Map': Object.assign(new Error('failed'), { headers: new Map([[secret, 1]]) }),
    'as bytes': Object.assign(new Error('failed'), { body: Buffer.from(PLANTED.maashKey).toString('hex') }),
  }
  test.for(Object.entries(ERRORS))('%s is found', ([, error]) => {
    expect(leaksIn(renderings(error)).length).toBeGreaterThan(0)
  })

  test('what stays private to the language is not shown by anything', () => {
    expect(leaksIn(renderings(new Hidden('failed')))).toEqual([])
  })
})

describe('forms', () => {
  test.for(Object.entries(PLANTED))('%s and every piece of its secret part is found', ([, credential]) => {
    expect(leaksIn(credential).length).toBeGreaterThan(0)
    // The end is the secret part: the marker and nothing else.
    const end = credential.slice(-24)
    for (let from = 0; from + 7 <= end.length; from++)
      expect(leaksIn(end.slice(from, from + 7)).length).toBeGreaterThan(0)
  })

  test.for([0, 1, 2, 3, 4, 5])('base64 after %i other bytes is found', (before) => {
    const text = Buffer.from('x'.repeat(before) + PLANTED.pathToken).toString('base64url')
    expect(leaksIn(text)).toEqual(['the marker in base64'])
  })

  test.for([
    `mvn_test_${'0'.repeat(32)}`,
    `whsec_${'0'.repeat(32)}`,
    'Authorization: Bearer abcdefgh1234',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtIn0.x',
  ])('what a simulator gives out is found: %#', (text) => {
    expect(leaksIn(text)).toHaveLength(1)
  })

  test.for(['mvn_test_…', 'whsec_', 'Bearer token', 'sha256:63346e', 'eyes.eyes', 'a canal', 'mk_live_ or mk_test_'])(
    'no leak: %s',
    (text) => {
      expect(leaksIn(text)).toEqual([])
    },
  )

  test('a text that arrives in pieces is one text', () => {
    const scanner = createScanner()
    for (const piece of ['a '.repeat(5_000), PLANTED.mavenKey.slice(0, 11), PLANTED.mavenKey.slice(11, 13), '!'])
      scanner.write(piece)
    expect(scanner.leaks()).toContain('the marker of a planted credential')
  })
})
