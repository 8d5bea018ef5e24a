import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { createGzip, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { failure, get, http, LIMITS, released } from '../fixtures/http-server.ts'
import { readBody } from './read-body.ts'
import { send } from './transport.ts'

describe('the size', () => {
  const limits = { maxResponseBytes: 1_000 }
  test.for([
    ['exactly as large as allowed', 1_000, true],
    ['one byte larger', 1_001, false],
  ] as const)('%s', async ([, size, fine]) => {
    for (const headers of [{ 'content-length': String(size) }, {}]) {
      const { url } = await http((_, response) => response.writeHead(200, headers).end('x'.repeat(size)))
      const answer = send(get(url), { ...LIMITS, ...limits }, fetch)
      if (fine) expect((await answer).text).toHaveLength(size)
      else await expect(answer).rejects.toMatchObject({ code: 'response_too_large', httpStatus: 200 })
    }
  })

  test('is refused by content-length before the body comes', async () => {
    const server = await http((_, response) => {
      response.writeHead(200, { 'content-length': '100000000' })
      response.flushHeaders()
    })
    const start = performance.now()
    expect((await failure(server.url, limits)).code).toBe('response_too_large')
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(await released(server)).toBe(0)
  })

  test('is refused in a stream without an end, in bytes and not in characters', async () => {
    const server = await http((_, response) => {
      const pump = (): void => {
        while (!response.destroyed && response.write('€'.repeat(100))) {}
        if (!response.destroyed) response.once('drain', pump)
      }
      pump()
    })
    expect((await failure(server.url, limits)).code).toBe('response_too_large')
    expect(await released(server)).toBe(0)
  })

  test('of an error answer is held too', async () => {
    const { url } = await http((_, response) => response.writeHead(500).end('x'.repeat(5_000)))
    expect(await failure(url, limits)).toMatchObject({ code: 'response_too_large', httpStatus: 500 })
  })

  test('a 200 MB gzip bomb ends within a second and costs no more than 32 MB', async () => {
    const bomb = await gzipOfZeros(200 * (1 << 20))
    expect(bomb.length).toBeLessThan(1 << 20)
    const { url } = await http((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(bomb),
    )
    const reports = []
    // Other processes and the collector move the memory of one run by 10 MB; what the reader itself costs is the lowest.
    do reports.push(await inChild(url, 8 << 20))
    while (reports.length < 3 && (reports.at(-1)?.grownMb ?? 0) > 32)
    for (const report of reports) expect(report.code).toBe('response_too_large')
    expect(Math.min(...reports.map(({ ms }) => ms))).toBeLessThan(1_000)
    expect(Math.min(...reports.map(({ grownMb }) => grownMb))).toBeLessThanOrEqual(32)
  })
})

async function gzipOfZeros(size: number): Promise<Buffer> {
  const gzip = createGzip({ level: 9 })
  const chunks: Buffer[] = []
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk))
  const zeros = Buffer.alloc(1 << 20, '0')
  for (let written = 0; written < size; written += zeros.length) if (!gzip.write(zeros)) await once(gzip, 'drain')
  gzip.end()
  await once(gzip, 'end')
  return Buffer.concat(chunks)
}

/** Sends from a process of its own, which has warmed up on one ordinary request, and reports time and peak memory. */
async function inChild(url: string, maxResponseBytes: number): Promise<{ code: string; ms: number; grownMb: number }> {
  const warm = await http((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{}')))
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { send } from './transport.ts'
        const [warm, url, max] = process.argv.slice(-3)
        const limits = { deadlineMs: 10_000, maxResponseBytes: Number(max) }
        const get = (url) => send({ method: 'GET', url, headers: {} }, limits, fetch)
        for (let n = 0; n < 20; n++) await get(warm)
        const before = process.memoryUsage.rss()
        let peak = before
        const timer = setInterval(() => { peak = Math.max(peak, process.memoryUsage.rss()) }, 2)
        const start = performance.now()
        const code = await get(url).then(() => 'none', (error) => error.code)
        const ms = performance.now() - start
        await new Promise((done) => setTimeout(done, 300))
        clearInterval(timer)
        console.log(JSON.stringify({ code, ms, grownMb: (peak - before) / 2 ** 20 }))
        process.exit()`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  })
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [
    '--input-type=module', '-e', outputFiles[0]?.text ?? '', '--', warm.url, url, String(maxResponseBytes),
  ]) // biome-ignore format: one line
  return JSON.parse(stdout)
}

test('an abort gives the connection up by itself: the way from a signal to a body does not hold in every fetch', async () => {
  const stop = new AbortController()
  const cancelled: string[] = []
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"id":')),
    cancel: () => {
      cancelled.push('cancelled')
    },
  })
  const reading = readBody(new Response(body), 1_000, stop.signal)
  setTimeout(() => stop.abort(new Error('enough')), 10)
  await expect(reading).rejects.toThrow('enough')
  expect(cancelled).toEqual(['cancelled'])
})
