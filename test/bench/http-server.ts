import { createServer } from 'node:http'

/** Answers every request with one text, in a process of its own, and says its port to its parent. Ends with the parent. */
export function serve(text: string): void {
  const body = Buffer.from(text)
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-request-id': 'req_0123456789',
  }
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => {
    response.writeHead(200, headers)
    response.end(body)
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    if (typeof address === 'object' && address !== null) process.send?.(address.port)
  })
  process.on('disconnect', () => process.exit())
}
