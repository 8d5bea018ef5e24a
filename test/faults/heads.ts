import { answer, answering, BROKEN, drip, every, type Fault, flood, STALL, unusable } from './fault.ts'

const OK = 'HTTP/1.1 200 OK\r\n'

/** Heads of answers that never end, are none, or lead elsewhere. */
export const HEADS: readonly Fault[] = [
  { name: 'half a status line', ...STALL, serve: answering((socket) => socket.write('HTTP/1.1 20')) },
  { name: 'half a head', ...STALL, serve: answering((socket) => socket.write(`${OK}content-type: app`)) },
  {
    name: 'half a head, then RST',
    ...BROKEN,
    serve: answering((socket) => socket.write(`${OK}content-type: app`, () => socket.resetAndDestroy())),
  },
  { name: 'half a head, then FIN', ...BROKEN, serve: answering((socket) => socket.end(`${OK}content-type: app`)) },
  {
    name: 'a head of one byte every 50 ms',
    ...STALL,
    serve: answering((socket) => drip(socket, `${OK}x-filler: ${'x'.repeat(10_000)}`)),
  },
  {
    name: 'a status line that is none',
    ...BROKEN,
    serve: answering((socket) => socket.end('HTTP/1.1 two hundred\r\n\r\n')),
  },
  {
    name: 'the preface of HTTP/2',
    ...BROKEN,
    serve: answering((socket) => socket.end('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0')),
  },
  {
    name: 'a thousand answers 102 a second',
    // A client may lose patience before its deadline.
    ...STALL,
    codes: ['deadline', 'network'],
    serve: answering((socket) => every(socket, 5, 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(5))),
  },
  {
    name: '100 unasked, then nothing',
    ...STALL,
    codes: ['deadline', 'network'],
    serve: answering((socket) => socket.write('HTTP/1.1 100 Continue\r\n\r\n')),
  },
  {
    name: 'headers without end',
    heavy: true,
    ...BROKEN,
    serve: answering((socket) => {
      socket.write(OK)
      flood(socket, `x-filler: ${'x'.repeat(8_000)}\r\n`)
    }),
  },
  {
    name: 'two different content-lengths',
    ...BROKEN,
    serve: answering((socket) => socket.end(`${OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{} `)),
  },
  {
    name: 'a redirect in a circle',
    ...unusable('redirect_refused'),
    serve: answering((socket) => answer(socket, '302 Found', '', ['location: /'])),
  },
  {
    name: 'a redirect without a place',
    ...unusable('redirect_refused'),
    serve: answering((socket) => answer(socket, '308 Permanent Redirect', '')),
  },
]
