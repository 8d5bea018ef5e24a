import { createServer } from 'node:http'

/** What the server answers to every request from now on. */
export interface ServerAnswer {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A server that answers every request alike. */
export interface AnsweringServer {
  readonly url: string
  readonly answerWith: (answer: ServerAnswer | 'hang up') => void
  /** Requests so far. */
  readonly count: () => number
  readonly close: () => Promise<void>
}

/** Listens on 127.0.0.1 and a free port. */
export async function startAnsweringServer(): Promise<AnsweringServer> {
  let current: ServerAnswer | 'hang up' = { status: 500, body: '' }
  let requests = 0
  const server = createServer((request, response) => {
    requests++
    if (current === 'hang up') {
      request.socket.destroy()
      return
    }
    response.writeHead(current.status, { 'content-type': 'application/json', ...current.headers })
    response.end(current.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    answerWith: (answer) => {
      current = answer
    },
    count: () => requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => (error === undefined ? resolve() : reject(error)))
      }),
  }
}
