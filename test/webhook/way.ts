import type { WebhookHandler } from '@onetill/core'

/** A request as a sender writes it. */
export interface Sent {
  readonly method: string
  /** Header lines in their order; a name may come twice. */
  readonly lines: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array<ArrayBuffer>
  /** `chunked`: nobody says beforehand how long it is. */
  readonly length: 'declared' | 'chunked'
}

/** What the sender gets back. */
export interface Answer {
  readonly status: number
  readonly header: (name: string) => string | null
  readonly text: string
}

/** A way a delivery comes to a handler. */
export interface Way {
  readonly send: (sent: Sent) => Promise<Answer>
  readonly close: () => Promise<void>
}

/** What a way cannot carry by its nature. */
export type Loss =
  /** The body is text: other bytes do not survive. */
  | 'bytes'
  /** Header lines of one name arrive joined. */
  | 'lines'
  /** The framework answers every method but POST itself. */
  | 'methods'

/** A way by its name. */
export interface NamedWay {
  readonly name: string
  readonly loses: readonly Loss[]
  readonly start: (handler: WebhookHandler) => Promise<Way>
}

/** Where the handler stands. */
export const HOOK_PATH = '/hook'

/** A `Response` as the sender sees it. */
export const toAnswer = async (response: Response): Promise<Answer> => ({
  status: response.status,
  header: (name) => response.headers.get(name),
  text: await response.text(),
})

/** The header lines with what says the length, where the way leaves that to the sender. */
export const withLength = ({ lines, body, length }: Sent): Sent['lines'] =>
  length === 'declared' && body.length > 0 ? [...lines, ['content-length', `${body.length}`]] : lines

/** The pieces of a body that nobody counted. */
export const pieces = (body: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] =>
  Array.from({ length: Math.ceil(body.length / 65_536) }, (_, index) =>
    body.slice(index * 65_536, (index + 1) * 65_536),
  )
