import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { LookupFunction } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server that counts who comes. */
export interface Victim {
  readonly port: number
  readonly connections: () => number
  readonly open: () => number
  readonly requests: { readonly head: IncomingMessage; readonly body: string }[]
}

const pem = (name: string): Buffer => readFileSync(new URL(`fixtures/self-signed.${name}.pem`, import.meta.url))

/** A server that ends with the test. `secure`: https with a certificate nobody has signed. */
export async function victim(
  { host = '127.0.0.1', secure = false }: { readonly host?: string; readonly secure?: boolean } = {},
  answer: RequestListener = (_, response) => response.end('ok'),
): Promise<Victim> {
  const requests: { head: IncomingMessage; body: string }[] = []
  const listener: RequestListener = (head, response) => {
    let body = ''
    head.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    head.on('end', () => {
      requests.push({ head, body })
      answer(head, response)
    })
  }
  const server: Server = secure
    ? createSecureServer({ key: pem('key'), cert: pem('cert') }, listener)
    : createServer(listener)
  let connections = 0
  let open = 0
  server.on('connection', (socket) => {
    connections++
    open++
    socket.on('close', () => open--)
  })
  server.listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return { port: address.port, connections: () => connections, open: () => open, requests }
}

/** A resolver that answers one list after the other, the last for ever, and counts. */
export function answering(...answers: readonly (readonly string[])[]): { lookup: LookupFunction; calls: () => number } {
  let calls = 0
  const lookup: LookupFunction = (_, __, callback) => {
    const addresses = answers[Math.min(calls++, answers.length - 1)] ?? []
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { lookup, calls: () => calls }
}
