import { gzipSync } from 'node:zlib'
import { answer, answering, BROKEN, drip, type Fault, flood, STALL, unusable } from './fault.ts'

const head = (...headers: readonly string[]): string => `${['HTTP/1.1 200 OK', ...headers].join('\r\n')}\r\n\r\n`
const CHUNKED = head('transfer-encoding: chunked')
const LONG = head('content-length: 100000')
const BOMB = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '))
const GZIP = ['content-encoding: gzip']

/** Bodies that never end, break off, or are not what their head says. */
export const BODIES: readonly Fault[] = [
  { name: 'a body that stops', ...STALL, serve: answering((socket) => socket.write(`${LONG}{"id":`)) },
  {
    name: 'a body of one byte every 50 ms',
    ...STALL,
    serve: answering((socket) => {
      socket.write(LONG)
      drip(socket, ' ')
    }),
  },
  { name: 'FIN short of content-length', ...BROKEN, serve: answering((socket) => socket.end(`${LONG}{"id":`)) },
  {
    name: 'RST in the body',
    ...BROKEN,
    serve: answering((socket) => socket.write(`${LONG}{"id":`, () => setTimeout(() => socket.resetAndDestroy(), 20))),
  },
  { name: 'FIN in a chunk', ...BROKEN, serve: answering((socket) => socket.end(`${CHUNKED}ff\r\n{"id":`)) },
  { name: 'FIN before the last chunk', ...BROKEN, serve: answering((socket) => socket.end(`${CHUNKED}2\r\n{}\r\n`)) },
  {
    name: 'a chunk size that is none',
    ...BROKEN,
    serve: answering((socket) => socket.end(`${CHUNKED}zz\r\n{}\r\n0\r\n\r\n`)),
  },
  {
    name: 'a content-length of 10 GB',
    ...unusable('response_too_large'),
    serve: answering((socket) => socket.write(head('content-length: 10000000000'))),
  },
  {
    name: 'a body without end',
    heavy: true,
    ...unusable('response_too_large'),
    serve: answering((socket) => {
      socket.write(CHUNKED)
      flood(socket, `ffff\r\n${' '.repeat(0xffff)}\r\n`)
    }),
  },
  {
    name: 'a gzip bomb',
    heavy: true,
    ...unusable('response_too_large'),
    serve: answering((socket) => answer(socket, '200 OK', BOMB, GZIP)),
  },
  { name: 'gzip that is none', ...BROKEN, serve: answering((socket) => answer(socket, '200 OK', '{"id":"s1"}', GZIP)) },
  {
    name: 'a body that is not UTF-8',
    ...unusable('invalid_response'),
    serve: answering((socket) => answer(socket, '200 OK', Buffer.from('7b22ff227d', 'hex'))),
  },
  {
    name: 'no body',
    ...unusable('invalid_response'),
    done: true,
    serve: answering((socket) => answer(socket, '200 OK', '')),
  },
  {
    name: 'half a JSON text',
    ...unusable('invalid_response'),
    done: true,
    serve: answering((socket) => answer(socket, '200 OK', '{"id":"s1","sta')),
  },
]
