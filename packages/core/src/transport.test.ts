import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { failure, get, http, LIMITS, released, tcp } from '../fixtures/http-server.ts'
import type { TillError } from './error.ts'
import { send } from './transport.ts'

describe('an answer', () => {
  test('is read to its end: status, text, request id', async () => {
    const { url } = await http((_, response) =>
      response.writeHead(201, { 'x-request-id': 'req_1' }).end('{"a":"ü€😀"}'),
    )
    expect(await send(get(url), LIMITS, fetch)).toEqual({
      status: 201,
      text: '{"a":"ü€😀"}',
      requestId: 'req_1',
      retryAfterMs: null,
    })
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

  test.for([
    ['0', 0],
    ['7', 7_000],
    ['99999999', 99_999_999_000],
    ['100000000', null],
    ['-1', null],
    ['1.5', null],
    ['1e3', null],
    ['soon', null],
    ['Thu, 01 Jan 1970 00:00:05 GMT', 0],
  ] as const)('with retry-after %s says to wait %s ms', async ([text, ms]) => {
    const { url } = await http((_, response) => response.writeHead(429, { 'retry-after': text }).end('{}'))
    expect(await send(get(url), LIMITS, fetch)).toMatchObject({ status: 429, retryAfterMs: ms })
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
    // How exact it is, test/faults shows with the machine for itself.
    expect(took).toBeLessThan(DEADLINE + 300)
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

test('`fetch` is called as a function: as a method, browsers and workers refuse it', async () => {
  const receivers: unknown[] = []
  async function strict(this: unknown): Promise<Response> {
    receivers.push(this)
    return new Response('{}')
  }
  expect((await send(get('https://api.example.com/'), LIMITS, strict)).text).toBe('{}')
  expect(receivers).toEqual([undefined])
})
