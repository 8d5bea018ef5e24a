// Ports that answer, in their way; no method alone is held against them.
import type { Socket } from 'node:net'
import { answer, answering, type Fault } from './fault.ts'

/** How many have to have come before the first is answered. */
const CROWD = 1_000
/** Longest rest of a connection before it is closed; and of a client that wants to meet that moment. */
export const REST_MS = process.env['ONETILL_DEEP'] === '1' ? 200 : 60
const PENDING = JSON.stringify({
  session_id: 's1',
  status: 'PENDING',
  is_terminal: false,
  mode: 'charge',
  created_at: '2026-11-20T10:00:00Z',
  updated_at: '2026-11-20T10:00:00Z',
})

/** A whole answer, after which the connection stays. */
function keepAlive(socket: Socket, status: string, body: string): void {
  socket.write(`HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

/** Fails for many clients at the same instant; after that at once. */
function together(): NonNullable<Fault['serve']> {
  const waiting: Socket[] = []
  return answering((socket) => {
    waiting.push(socket)
    if (waiting.length < CROWD) return
    for (const each of waiting.length === CROWD ? waiting : [socket]) answer(each, '503 x')
  })
}

/** Answers well and closes each connection at a random moment of its rest, as servers do that save memory. */
const resting: NonNullable<Fault['serve']> = (socket, seen) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  socket.on('data', () => clearTimeout(timer))
  answering(() => {
    keepAlive(socket, '200 OK', PENDING)
    timer = setTimeout(() => socket.destroy(), Math.random() * REST_MS)
  })(socket, seen)
}

/** Every second answer is of no use, each in another way; fewer than half say that the provider is down. */
function mixed(): NonNullable<Fault['serve']> {
  let count = 0
  const ways: readonly ((socket: Socket) => void)[] = [
    (socket) => keepAlive(socket, '404 x', '{}'),
    (socket) => answer(socket, '503 x'),
    (socket) => keepAlive(socket, '200 OK', '{"session_id":'),
    (socket) => socket.resetAndDestroy(),
  ]
  return answering((socket) => {
    const way = count % 2 === 0 ? undefined : ways[((count - 1) / 2) % ways.length]
    count++
    if (way === undefined) keepAlive(socket, '200 OK', PENDING)
    else way(socket)
  })
}

const row = (name: string, serve: NonNullable<Fault['serve']>): Fault => ({
  ...{ name, codes: [], transient: true, lost: true, serve },
})

/** Ports by their names. */
export const LIVING = {
  together: row('503 for a thousand at once', together()),
  resting: row('connections closed at random moments', resting),
  mixed: row('every second answer of no use', mixed()),
} as const
