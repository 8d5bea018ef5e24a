// The servers, in a process of their own: what they send costs the process that is measured nothing.
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { FAULTS } from './faults.ts'
import { LIVING } from './living.ts'
import type { Answer, Numbered, Order, Report } from './protocol.ts'

interface Opened {
  readonly server: Server
  readonly sockets: Set<Socket>
  readonly heads: string[]
  readonly times: number[]
}
const opened = new Map<number, Opened>()

async function open(name: string): Promise<Report> {
  const fault = [...FAULTS, ...Object.values(LIVING)].find((row) => row.name === name)
  if (fault === undefined) throw new Error(`no fault ${name}`)
  const sockets = new Set<Socket>()
  const heads: string[] = []
  const times: number[] = []
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    fault.serve?.(socket, (head) => {
      heads.push(head)
      times.push(performance.now())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4_096, resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  opened.set(port, { server, sockets, heads, times })
  // Nobody gets the number of a closed port again before all the others had their turn.
  if (fault.serve === undefined) await new Promise((resolve) => server.close(resolve))
  return report(port)
}

function report(port: number): Report {
  const { sockets, heads, times } = opened.get(port) ?? { sockets: new Set<Socket>(), heads: [], times: [] }
  // Node's fetch opens the next connection before it is needed; nothing is on that.
  const standing = [...sockets].filter((socket) => socket.bytesRead > 0).length
  return { port, heads, times, standing }
}

async function forget(port: number): Promise<Report> {
  const entry = opened.get(port)
  // A socket that is not read does not notice that the other side has closed.
  for (const socket of entry?.sockets ?? []) socket.resume()
  for (let tries = 0; tries < 20 && report(port).standing > 0; tries++) await sleep(10)
  const last = report(port)
  for (const socket of entry?.sockets ?? []) socket.destroy()
  entry?.server.close()
  opened.delete(port)
  return last
}

const obey = async (order: Order): Promise<Report> => {
  if (order.do === 'open') return open(order.fault)
  return order.do === 'seen' ? report(order.port) : forget(order.port)
}

process.on('message', async ({ id, order }: Numbered) => {
  process.send?.({ id, report: await obey(order) } satisfies Answer)
})
process.on('disconnect', () => process.exit(0))
