import { answering, BROKEN, type Fault, STALL } from './fault.ts'

/** Connections that are refused, never served or broken off. */
export const CONNECTIONS: readonly Fault[] = [
  { name: 'refused', ...BROKEN, lost: false, unread: true },
  { name: 'accepted, never read', ...STALL, unread: true, serve: (socket) => socket.pause() },
  { name: 'accepted, read, never answered', ...STALL, serve: answering(() => {}) },
  { name: 'RST when accepted', ...BROKEN, unread: true, serve: (socket) => socket.resetAndDestroy() },
  { name: 'FIN when accepted', ...BROKEN, unread: true, serve: (socket) => socket.end() },
  { name: 'RST after the request', ...BROKEN, serve: answering((socket) => socket.resetAndDestroy()) },
  { name: 'FIN after the request', ...BROKEN, serve: answering((socket) => socket.end()) },
  { name: 'TLS never answered', ...STALL, tls: true, unread: true, lingers: true, serve: (socket) => socket.resume() },
  {
    name: 'TLS answered in plain text',
    ...BROKEN,
    tls: true,
    unread: true,
    serve: (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  },
  {
    name: 'TLS broken off',
    ...BROKEN,
    tls: true,
    unread: true,
    serve: (socket) => socket.once('data', () => socket.resetAndDestroy()),
  },
]
