import type { Socket } from 'node:net'
import type { ErrorCode } from '@onetill/core'

/** Told the head of each whole request, header names in lower case. */
export type Seen = (head: string) => void

/** One way in which a provider, or the way to it, fails. */
export interface Fault {
  readonly name: string
  /** Serves one connection; absent: nothing listens on the port. */
  readonly serve?: (socket: Socket, seen: Seen) => void
  /** Codes a read may end with. */
  readonly codes: readonly ErrorCode[]
  /** May be over soon, so that a read, or a write that can be recognized, is sent again. */
  readonly transient: boolean
  /** A write may have been carried out although its answer is of no use. */
  readonly lost: boolean
  /** Lasts until the time of the attempt is over. */
  readonly stalls?: true
  /** A write that needs no body in its answer takes it as done. */
  readonly done?: true
  /** The client speaks TLS to it. */
  readonly tls?: true
  /** Sends as much as is taken: few at one time, or the machine is measured and not the client. */
  readonly heavy?: true
  /**
   * A connection that is being made belongs to Node's fetch, which cannot be told to give it up and does so after ten
   * seconds; `pinnedFetch` has an option for that time.
   */
  readonly lingers?: true
  /** Requests cannot be counted at this end: nobody reads them. */
  readonly unread?: true
}

/** What a fault has in common with those of its kind. */
type Kind = Pick<Fault, 'codes' | 'transient' | 'lost' | 'stalls'>
/** No end comes: the time of the attempt ends it. */
export const STALL: Kind = { codes: ['deadline'], transient: true, lost: true, stalls: true }
/** The connection breaks, or what comes is no HTTP. */
export const BROKEN: Kind = { codes: ['network'], transient: true, lost: true }
/** A whole answer that cannot be used; the next one would be no better. */
export const unusable = (code: ErrorCode): Kind => ({ codes: [code], transient: false, lost: true })

/** Reads requests and gives each, when it is whole, an answer. */
export function answering(answer: (socket: Socket) => void): NonNullable<Fault['serve']> {
  return (socket, seen) => {
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      for (;;) {
        const end = text.indexOf('\r\n\r\n')
        if (end < 0) return
        const head = text.slice(0, end).replaceAll(/^[\w-]+(?=:)/gm, (name) => name.toLowerCase())
        const length = Number.parseInt(/^content-length: *(\d+)/m.exec(head)?.[1] ?? '0', 10)
        if (text.length < end + 4 + length) return
        text = text.slice(end + 4 + length)
        seen(head)
        answer(socket)
      }
    })
  }
}

/** The same bytes again and again, as long as the connection stands. */
export function every(socket: Socket, ms: number, bytes: string): void {
  const timer = setInterval(() => socket.write(bytes), ms)
  socket.on('close', () => clearInterval(timer))
}

/** One byte every 50 ms, as long as the connection stands. */
export function drip(socket: Socket, text: string): void {
  let at = 0
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), 50)
  socket.on('close', () => clearInterval(timer))
}

/** The same bytes over and over, as fast as they are taken. */
export function flood(socket: Socket, bytes: string | Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  }
  socket.on('drain', more)
  more()
}

/** A whole answer, after which the connection ends. */
export function answer(
  socket: Socket,
  status: string,
  body: string | Buffer = '{}',
  headers: readonly string[] = [],
): void {
  const head = [`HTTP/1.1 ${status}`, `content-length: ${Buffer.byteLength(body)}`, 'connection: close', ...headers]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  socket.end(body)
}
