// Bodies somebody has read before us, and what a bridge answers where no handler can.
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { type LambdaEvent, toLambdaHandler, toNodeHandler } from '@onetill/core/node'
import { maven as body } from './cases-signed.ts'
import { loadExpress } from './load-express.ts'
import { BREAKING, DELIVERY, serving } from './serving.ts'
import { HOOK_PATH } from './way.ts'

const { events, handler, start } = serving()

describe.each(['express4', 'express5'] as const)('%s', (name) => {
  test.for(['json', 'text', 'urlencoded'] as const)(
    'after express.%s the answer names the middleware',
    async (parser) => {
      const express = await loadExpress(name)
      const used = {
        json: () => express.json(),
        text: () => express.text({ type: '*/*' }),
        urlencoded: () => express.urlencoded({ extended: true, type: '*/*' }),
      }[parser]()
      const way = await start(express().set('env', 'test').use(used).all(HOOK_PATH, toNodeHandler(handler)))
      const answer = await way.send(DELIVERY)
      expect(answer.status).toBe(500)
      expect(answer.header('content-type')).toBe('application/problem+json')
      expect(JSON.parse(answer.text)).toMatchObject({
        status: 500,
        title: expect.stringContaining("express.raw({ type: '*/*', limit: '1mb' })"),
      })
      expect(events).toEqual([])
    },
  )

  test('express.json for another type of content leaves the stream to us', async () => {
    const express = await loadExpress(name)
    const way = await start(express().use(express.json()).all(HOOK_PATH, toNodeHandler(handler)))
    const lines = DELIVERY.lines.map(([key, value]) => [key, key === 'Content-Type' ? 'text/plain' : value] as const)
    expect((await way.send({ ...DELIVERY, lines })).status).toBe(204)
    expect(events).toHaveLength(1)
  })

  test.for(BREAKING)(
    'a handler that %s is answered 500, once, and nothing of the error is shown',
    async ([, broken]) => {
      const express = await loadExpress(name)
      const way = await start(express().set('env', 'test').all(HOOK_PATH, toNodeHandler(broken)))
      const answer = await way.send(DELIVERY)
      expect(answer.status).toBe(500)
      expect(answer.text).not.toContain('secret')
      expect((await way.send(DELIVERY)).status).toBe(500)
    },
  )
})

describe('bytes somebody has read', () => {
  const after = (change: (message: object & { rawBody?: unknown; body?: unknown }, bytes: Buffer) => void) =>
    start((message, response) => {
      const chunks: Buffer[] = []
      message.on('data', (chunk: Buffer) => chunks.push(chunk))
      message.on('end', () => {
        change(message, Buffer.concat(chunks))
        void toNodeHandler(handler)(message, response)
      })
    })

  test('are taken from rawBody, whatever a parser left in body', async () => {
    const way = await after((message, bytes) =>
      Object.assign(message, { rawBody: bytes, body: JSON.parse(bytes.toString()) }),
    )
    expect((await way.send(DELIVERY)).status).toBe(204)
    expect(events).toHaveLength(1)
  })

  test.for([
    ['nowhere', () => undefined],
    ['as text', (bytes: Buffer) => ({ rawBody: bytes.toString(), body: bytes.toString() })],
    ['as an object', (bytes: Buffer) => ({ body: JSON.parse(bytes.toString()) })],
    ['as an empty object', () => ({ body: {} })],
  ] as const)('left %s: 500 and the middleware', async ([, left]) => {
    const way = await after((message, bytes) => Object.assign(message, left(bytes)))
    const answer = await way.send(DELIVERY)
    expect(answer.status).toBe(500)
    expect(answer.text).toContain('express.raw')
    expect(events).toEqual([])
  })

  test('a stream that is decoded into text is no longer bytes', async () => {
    const way = await start((message, response) => {
      message.setEncoding('utf8')
      void toNodeHandler(handler)(message, response)
    })
    expect((await way.send(DELIVERY)).text).toContain('express.raw')
  })

  test('a stream that was paused is read', async () => {
    const way = await start((message, response) => {
      message.pause()
      setTimeout(() => void toNodeHandler(handler)(message, response), 10)
    })
    expect((await way.send(DELIVERY)).status).toBe(204)
  })

  const signedRequest = () =>
    new Request('http://localhost', {
      method: 'POST',
      headers: DELIVERY.lines.map(([name, value]) => [name, value]),
      body: DELIVERY.body,
    })

  test('a Request that was read or is being read says so', async () => {
    const read = signedRequest()
    await read.json()
    const locked = signedRequest()
    const reader = locked.body?.getReader()
    for (const given of [read, locked]) {
      const answer = await handler(given)
      expect(answer.status).toBe(500)
      expect(await answer.text()).toContain('no request.json()')
    }
    reader?.releaseLock()
    expect(events).toEqual([])
  })

  test('a body that breaks off is no delivery', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(DELIVERY.body.slice(0, 10)),
      pull: (controller) => controller.error(new Error('broken')),
    })
    const init: RequestInit & { readonly duplex: 'half' } = { method: 'POST', body: broken, duplex: 'half' }
    const answer = await handler(new Request('http://localhost', init))
    expect([answer.status, events.length]).toEqual([400, 0])
  })

  test('Hono’s own c.req.json() before the handler says so', async () => {
    const app = new Hono()
    app.use(async (context, next) => {
      await context.req.json()
      await next()
    })
    app.post('/', (context) => handler(context.req.raw))
    const answer = await app.request(signedRequest())
    expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('no request.json()')])
  })

  test('a Lambda event with a parsed body says so', async () => {
    const event: unknown = { httpMethod: 'POST', headers: Object.fromEntries(DELIVERY.lines), body: JSON.parse(body()) }
    const result = await toLambdaHandler(handler)(event as LambdaEvent)
    expect(result).toMatchObject({ statusCode: 500, body: expect.stringContaining('no JSON body parser') })
  })
})

describe('Lambda', () => {
  test.for(BREAKING)('a handler that %s is answered 500', async ([, broken]) => {
    const result = await toLambdaHandler(broken)({ httpMethod: 'POST', headers: {}, body: '{}' })
    expect(result.statusCode).toBe(500)
    expect(result.body).not.toContain('secret')
  })

  test.for([
    ['a header that is none', { headers: { 'maven-signature': 'ü€' } }, 400],
    ['a name that is none', { headers: { 'not a name': 'x' } }, 400],
    ['TRACE', { httpMethod: 'TRACE', headers: {} }, 405],
    ['no headers at all', { httpMethod: 'POST', headers: null }, 401],
    ['no method', { headers: {} }, 401],
  ] as const)('%s → %s', async ([, event, status]) => {
    expect((await toLambdaHandler(handler)({ body: '{}', ...event })).statusCode).toBe(status)
  })
})
