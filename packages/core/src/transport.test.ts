import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcp, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect, promisify } from 'node:util'
import { createGzip, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterEach, describe, expect, test } from 'vitest'
import { isTillError, type TillError } from './error.ts'
import { type HttpLimits, type HttpRequest, send } from './transport.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

interface Running {
  readonly url: string
  readonly requests: IncomingMessage[]
  readonly sockets: Set<Socket>
  readonly server: { close(): unknown }
}
const running: Running[] = []

async function started(
  server: Server | ReturnType<typeof createTcp>,
  requests: IncomingMessage[] = [],
): Promise<Running> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const entry = { url: `http://127.0.0.1:${port}`, requests, sockets, server }
  running.push(entry)
  return entry
}

const http = (handler: Handler): Promise<Running> => {
  const requests: IncomingMessage[] = []
  return started(
    createHttp((request, response) => {
      requests.push(request)
      handler(request, response)
    }),
    requests,
  )
}
const tcp = (serve: (socket: Socket) => void): Promise<Running> =>
  started(createTcp((socket) => serve(socket.resume())))

afterEach(() => {
  for (const { server, sockets } of running.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})

const get = (url: string, rest: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  ...rest,
})
const LIMITS: HttpLimits = { deadlineMs: 5_000, maxResponseBytes: 1 << 20 }

const failure = async (url: string, limits: Partial<HttpLimits> = {}, rest: Partial<HttpRequest> = {}) => {
  try {
    await send(get(url, rest), { ...LIMITS, ...limits }, fetch)
  } catch (error) {
    if (isTillError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

/**
 * Waits until no connection that carried a request is open, and answers how many still are. (After one is broken off,
 * Node's fetch opens the next before it is needed; no request is on that.)
 */
const released = async ({ sockets }: Running): Promise<number> => {
  const held = () => [...sockets].filter(({ bytesRead }) => bytesRead > 0).length
  for (let tries = 0; tries < 50 && held() > 0; tries++) await sleep(10)
  return held()
}

describe('an answer', () => {
  test('is read to its end: status, text, request id', async () => {
    const { url } = await http((_, response) =>
      response.writeHead(201, { 'x-request-id': 'req_1' }).end('{"a":"ü€😀"}'),
    )
    expect(await send(get(url), LIMITS, fetch)).toEqual({ status: 201, text: '{"a":"ü€😀"}', requestId: 'req_1' })
  })

  test('in pieces that cut characters is put together', async () => {
    const bytes = Buffer.from('"ü€😀"')
    const { url } = await http(async (_, response) => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte))
        await sleep(1)
      }
      response.end()
    })
    expect((await send(get(url), LIMITS, fetch)).text).toBe('"ü€😀"')
  })

  test('that is no UTF-8 is refused', async () => {
    const { url } = await http((_, response) => response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22])))
    expect((await failure(url)).code).toBe('invalid_response')
  })

  test('cut in a character is refused', async () => {
    const { url } = await http((_, response) => response.end(Buffer.from('"€').subarray(0, 3)))
    expect((await failure(url)).code).toBe('invalid_response')
  })

  test('may be empty, and compressed', async () => {
    const empty = await http((_, response) => response.writeHead(204).end())
    expect((await send(get(empty.url), LIMITS, fetch)).text).toBe('')
    const zipped = await http((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')),
    )
    expect((await send(get(zipped.url), LIMITS, fetch)).text).toBe('{"a":1}')
  })

  test('carries a request id only in the form of one', async () => {
    for (const id of ['a b', 'x'.repeat(129), '<script>']) {
      const { url } = await http((_, response) => response.writeHead(200, { 'x-request-id': id }).end('{}'))
      expect((await send(get(url), LIMITS, fetch)).requestId).toBeNull()
    }
  })

  test('is asked for with the method, headers and body given', async () => {
    let body = ''
    const { url, requests } = await http(async (request, response) => {
      for await (const chunk of request) body += chunk
      response.end('{}')
    })
    await send(
      get(`${url}/a?b=c`, {
        method: 'POST',
        headers: { 'x-api-key': 'k', 'content-type': 'application/json' },
        body: '{"x":1}',
      }),
      LIMITS,
      fetch,
    )
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/a?b=c' })
    expect(requests[0]?.headers).toMatchObject({ 'x-api-key': 'k', 'content-type': 'application/json' })
    expect(body).toBe('{"x":1}')
  })
})

describe('the deadline', () => {
  const DEADLINE = 300
  const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
  const drip = (socket: Socket, piece: string): void => {
    const timer = setInterval(() => socket.write(piece), 20)
    socket.on('close', () => clearInterval(timer))
  }
  const FAULTS: Readonly<Record<string, (socket: Socket) => void>> = {
    'headers that never come': () => {},
    'headers that never end': (socket) => {
      socket.write(HEAD)
      drip(socket, 'x-a: b\r\n')
    },
    'a status line that drips': (socket) => {
      socket.write('HTTP/1.1 200 ')
      drip(socket, 'O')
    },
    'a body that never comes': (socket) =>
      void socket.on('data', () => socket.write(`${HEAD}content-length: 10\r\n\r\n`)),
    'a body that never ends': (socket) =>
      void socket.once('data', () => socket.write(`${HEAD}content-length: 100000\r\n\r\n{"a":`)),
    'a body that drips': (socket) =>
      void socket.once('data', () => {
        socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n`)
        drip(socket, '1\r\n \r\n')
      }),
  }

  test.for(Object.entries(FAULTS))('covers %s', async ([, serve]) => {
    const server = await tcp(serve)
    const start = performance.now()
    const error = await failure(server.url, { deadlineMs: DEADLINE })
    const took = performance.now() - start
    expect(error).toMatchObject({ code: 'deadline', outcome: 'none', retry: 'later' })
    expect(took).toBeGreaterThanOrEqual(DEADLINE - 5)
    expect(took).toBeLessThan(DEADLINE + 100)
    expect(await released(server)).toBe(0)
  })

  test('holds when fetch ignores its signal', async () => {
    const start = performance.now()
    const deaf = send(get('https://example.com'), { ...LIMITS, deadlineMs: 50 }, () => new Promise(() => {}))
    await expect(deaf).rejects.toMatchObject({ code: 'deadline' })
    expect(performance.now() - start).toBeLessThan(200)
  })

  test('longer than a timer can be does not fire at once', async () => {
    const { url } = await http((_, response) => setTimeout(() => response.end('{}'), 50))
    expect((await send(get(url), { ...LIMITS, deadlineMs: 3_000_000_000 }, fetch)).status).toBe(200)
  })

  test('leaves no timer behind when the answer came in time', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const { url } = await http((_, response) => response.writeHead(200, { connection: 'close' }).end('{}'))
    const before = timers()
    await send(get(url), { ...LIMITS, deadlineMs: 60_000 }, fetch)
    // The HTTP client keeps timers of its own, a second long; ours would stay for a minute.
    for (let tries = 0; tries < 150 && timers() > before; tries++) await sleep(20)
    expect(timers()).toBeLessThanOrEqual(before)
  })
})

describe('a redirect', () => {
  test.for([301, 302, 303, 307, 308, 300, 304])('%d is refused, and the other host sees no request', async (status) => {
    const other = await http((_, response) => response.end('{}'))
    const server = await http((_, response) => response.writeHead(status, { location: `${other.url}/steal` }).end())
    const error = await failure(
      server.url,
      {},
      { headers: { 'x-api-key': 'sk_live_1', authorization: 'Bearer sk_live_1' } },
    )
    expect(error).toMatchObject({ code: 'redirect_refused', httpStatus: status })
    expect(server.requests).toHaveLength(1)
    expect(other.requests).toHaveLength(0)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/sk_live|steal/)
  })

  test('whose body never ends is refused at once, and its connection let go', async () => {
    const server = await http((_, response) => {
      response.writeHead(302, { location: '/' })
      response.write('x')
    })
    const start = performance.now()
    expect((await failure(server.url)).code).toBe('redirect_refused')
    expect(performance.now() - start).toBeLessThan(1_000)
    expect(await released(server)).toBe(0)
  })
})

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

describe("the caller's signal", () => {
  test.for([
    ['before the call', 0],
    ['during the body', 100],
  ] as const)('aborted %s gives its own reason', async ([, after]) => {
    const server = await http((_, response) => {
      response.writeHead(200)
      response.write('{')
    })
    const reason = { mine: true }
    const controller = new AbortController()
    if (after === 0) controller.abort(reason)
    else setTimeout(() => controller.abort(reason), after)
    const start = performance.now()
    await expect(send(get(server.url), { ...LIMITS, signal: controller.signal }, fetch)).rejects.toBe(reason)
    expect(performance.now() - start).toBeLessThan(after + 100)
    expect(server.requests).toHaveLength(after === 0 ? 0 : 1)
    expect(await released(server)).toBe(0)
  })

  test('keeps no listener once the call is over', async () => {
    const { url } = await http((_, response) => response.end('{}'))
    const { signal } = new AbortController()
    const added: unknown[] = []
    const removed: unknown[] = []
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
    signal.addEventListener = (type: string, listener: never, options?: unknown) => {
      added.push(listener)
      Reflect.apply(add, signal, [type, listener, options])
    }
    signal.removeEventListener = (type: string, listener: never) => {
      removed.push(listener)
      Reflect.apply(remove, signal, [type, listener])
    }
    await send(get(url), { ...LIMITS, signal }, fetch)
    expect(added.length).toBeGreaterThan(0)
    expect(new Set(removed)).toEqual(new Set(added))
  })
})

describe('once', () => {
  test.for([500, 502, 503, 504, 429, 408, 413])('%d is one request on the wire, GET and POST', async (status) => {
    const { url, requests } = await http((_, response) => response.writeHead(status, { 'retry-after': '0' }).end('{}'))
    for (const method of ['GET', 'POST'] as const)
      expect((await send(get(url, { method }), LIMITS, fetch)).status).toBe(status)
    await sleep(50)
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST'])
  })

  test('a connection that breaks is one connection', async () => {
    let connections = 0
    const server = await tcp((socket) => {
      connections++
      socket.once('data', () => socket.resetAndDestroy())
    })
    const error = await failure(server.url)
    expect(error).toMatchObject({ code: 'network', retry: 'later' })
    await sleep(50)
    expect(connections).toBe(1)
  })

  test('an answer cut short is no answer', async () => {
    const server = await tcp((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"a":1}'))
    })
    expect((await failure(server.url)).code).toBe('network')
  })
})

describe('what cannot be sent', () => {
  const SECRET = 'QWERTZ4242'
  const printed = (error: TillError): string =>
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + JSON.stringify(error) + error.stack

  test.for([`${SECRET}\r\nx: y`, `${SECRET}\u0000`, `${SECRET}\u0100`])(
    'a header value %j is refused without a character of it',
    async (value) => {
      const { url, requests } = await http((_, response) => response.end('{}'))
      const error = await failure(`${url}/${SECRET}?q=${SECRET}`, {}, { headers: { authorization: `Bearer ${value}` } })
      expect(error.code).toBe('network')
      expect(printed(error)).not.toMatch(/QWE|4242|Bearer/)
      expect(requests).toHaveLength(0)
    },
  )

  test('a refused connection names the system error and not the address', async () => {
    const { url, server } = await http(() => {})
    server.close()
    const error = await failure(`${url}/${SECRET}`, {}, { headers: { 'x-api-key': SECRET } })
    expect(error).toMatchObject({ code: 'network', cause: { code: 'ECONNREFUSED' } })
    expect(printed(error)).not.toMatch(/QWE|4242|127\.0\.0\.1/)
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
