import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A connection to a server, byte by byte. */
export function socketTo(url: string): Socket {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number.parseInt(port, 10) })
  // A server that cuts it off is what is tested.
  socket.on('error', () => undefined)
  onTestFinished(() => {
    socket.destroy()
  })
  return socket
}

/** What a server answers to these bytes until it closes the connection, or says nothing more for a while. */
export function answerTo(url: string, bytes: string, { quietMs = 3_000 } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = socketTo(url)
    let text = ''
    socket.setTimeout(quietMs, () => socket.destroy())
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk
    })
    socket.on('close', () => resolve(text))
    socket.write(bytes, 'latin1')
  })
}

/** A request as text; `Connection: close` ends the answer. */
export const requestText = (line: string, headers: readonly string[], body = ''): string =>
  [`${line} HTTP/1.1`, ...headers, 'Connection: close', '', body].join('\r\n')

/** Status of an answer, or 0 when the server only closed the connection. */
export const statusOf = (answer: string): number => Number.parseInt(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? '0', 10)
