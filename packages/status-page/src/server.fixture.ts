// The pages on an address of this machine.
import { serve } from '@hono/node-server'
import type { StatusPageOptions } from './options.ts'
import { createStatusPage } from './status-page.ts'

/** A server that runs. */
export interface TestServer {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Starts one; port 0 is any that is free. */
export function served(options: StatusPageOptions, port = 0): Promise<TestServer> {
  const handle = createStatusPage(options)
  return new Promise((resolve) => {
    const server = serve({ fetch: handle, hostname: '127.0.0.1', port }, ({ port: taken }) => {
      resolve({
        url: `http://127.0.0.1:${taken}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
  })
}
