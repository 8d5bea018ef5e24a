import type { Server } from 'node:http'
import { systemCode, systemText, usageError } from '../failure.ts'
import { printable } from '../output/printable.ts'

/** Where a server listens. */
export interface Address {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

/** Listens. @returns the address as a URL @throws invalid_input when the port cannot be had */
export async function listen(server: Server, { host, port }: Address): Promise<string> {
  try {
    return await listening(server, { host, port })
  } catch (error) {
    const taken = systemCode(error) === 'EADDRINUSE' ? 'another program has it (EADDRINUSE)' : systemText(error)
    throw usageError(`cannot listen on ${printable(host)}:${port}: ${taken}; choose another --port`)
  }
}

/** Listens on a port, or on any free one when somebody has it. @returns the address as a URL */
export async function listenSomewhere(server: Server, { host, port }: Address): Promise<string> {
  try {
    return await listening(server, { host, port })
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error
    return listening(server, { host, port: 0 })
  }
}

function listening(server: Server, { host, port }: Address): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const bound = server.address()
      // Only a pipe has a text, and only a server that does not listen has none.
      const {
        port: chosen,
        family,
        address,
      } = typeof bound === 'object' && bound !== null ? bound : { port, family: 'IPv4', address: host }
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${chosen}`)
    })
  })
}

/** Takes nothing new, and waits so many milliseconds for what is being answered. */
export function end(server: Server, mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), mostMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    server.closeIdleConnections()
  })
}
