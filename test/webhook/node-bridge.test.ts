// What only a server meets: senders that leave or say too much, handlers that break.
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { toNodeHandler } from '@onetill/core/node'
import { maven as body } from './cases-signed.ts'
import { BREAKING, DELIVERY, serving } from './serving.ts'
import { HOOK_PATH } from './way.ts'

const { events, handler, start } = serving()

/** What a server answers to bytes as they are; '' when it answers nothing. */
const written = (port: number, text: string, then: 'wait' | 'leave'): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
      socket.end()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
    socket.write(text, () => {
      if (then === 'leave') setTimeout(() => socket.resetAndDestroy(), 20)
    })
  })

const head = (more: string): string => `POST ${HOOK_PATH} HTTP/1.1\r\nHost: x\r\n${more}\r\n\r\n`

test('a sender that leaves costs nothing: no event, no crash, the next one is served', async () => {
  let called = 0
  const way = await start(
    toNodeHandler((given) => {
      called += 1
      return handler(given)
    }),
  )
  await Promise.all([
    written(way.port, `${head('Content-Length: 100')}{"session_id"`, 'leave'),
    written(way.port, `${head('Transfer-Encoding: chunked')}5\r\n{"a":\r\n`, 'leave'),
    written(way.port, head('Content-Length: 100'), 'leave'),
  ])
  expect(called).toBe(0)
  expect((await way.send(DELIVERY)).status).toBe(204)
  expect(called).toBe(1)
})

test('a sender that left before the handler was reached is not waited for', async () => {
  let done: (() => void) | undefined
  const finished = new Promise<void>((resolve) => {
    done = resolve
  })
  const way = await start((message, response) => {
    message.on('error', () => {})
    message.on('close', () => void toNodeHandler(handler)(message, response).then(done))
  })
  await written(way.port, `${head('Content-Length: 100')}{`, 'leave')
  await finished
  expect(events).toEqual([])
})

test('a sender that leaves while the event is being taken does no harm', async () => {
  let release: (() => void) | undefined
  const left = new Promise<void>((resolve) => {
    release = resolve
  })
  const slow = toNodeHandler(async (given) => {
    await left
    return handler(given)
  })
  let settled: Promise<void> | undefined
  const way = await start((message, response) => {
    settled = slow(message, response)
  })
  const lines = [...DELIVERY.lines, ['Content-Length', `${DELIVERY.body.length}`] as const]
  await written(way.port, `${head(lines.map((line) => line.join(': ')).join('\r\n'))}${body()}`, 'leave')
  release?.()
  await settled
  expect(events).toHaveLength(1)
})

test('a length above the limit is refused before a byte of it came', async () => {
  const way = await start(toNodeHandler(handler))
  expect(await written(way.port, head('Content-Length: 1048577'), 'wait')).toMatch(/^HTTP\/1\.1 413 /)
})

test('a connection serves on after a body above the limit', async () => {
  const way = await start(toNodeHandler(handler))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const sockets = new Set<unknown>()
  const send = (bytes: Uint8Array): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = Object.fromEntries(DELIVERY.lines)
      const call = request({ host: '127.0.0.1', port: way.port, method: 'POST', agent, headers }, (response) => {
        sockets.add(response.socket)
        response.resume().on('end', () => resolve(response.statusCode ?? 0))
      })
      call.on('error', reject)
      for (let at = 0; at < bytes.length; at += 65_536) call.write(bytes.subarray(at, at + 65_536))
      call.end()
    })
  expect(await send(new Uint8Array(5_000_000))).toBe(413)
  expect(await send(DELIVERY.body)).toBe(204)
  expect(sockets.size).toBe(1)
  agent.destroy()
})

test('TRACE, which no Request can have, is answered 405', async () => {
  const way = await start(toNodeHandler(handler))
  expect(await written(way.port, `TRACE ${HOOK_PATH} HTTP/1.1\r\nHost: x\r\n\r\n`, 'wait')).toMatch(/^HTTP\/1\.1 405 /)
})

test.for(BREAKING)('a handler that %s does not leave the sender waiting', async ([, broken]) => {
  const way = await start(toNodeHandler(broken))
  const answer = await way.send(DELIVERY)
  expect([answer.status, answer.text.includes('secret')]).toEqual([500, false])
})

test('an answer whose body breaks is still an answer', async () => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('broken')) })
  const way = await start(toNodeHandler(async () => new Response(broken, { status: 202 })))
  expect((await way.send(DELIVERY)).status).toBe(202)
})

test('somebody else’s answer, such as of a time limit, stands', async () => {
  const way = await start((message, response) => {
    void toNodeHandler(async (given) => {
      response.writeHead(504).end()
      return handler(given)
    })(message, response)
  })
  expect((await way.send(DELIVERY)).status).toBe(504)
})
