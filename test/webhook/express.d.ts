// What the suite uses of Express, which has no types of its own; 5 is the same in it.
declare module 'express4' {
  import type { RequestListener } from 'node:http'
  import type { NodeHandler } from '@onetill/core/node'

  /** What `express.raw`, `express.json` and `express.text` make. */
  export interface Parser {
    readonly parser: true
  }
  export interface App extends RequestListener {
    set(name: 'env', value: string): App
    use(parser: Parser): App
    all(path: string, ...handlers: readonly (Parser | NodeHandler)[]): App
  }
  export interface Express {
    (): App
    raw(options: { readonly type: string; readonly limit: string }): Parser
    json(): Parser
    text(options: { readonly type: string }): Parser
    urlencoded(options: { readonly extended: boolean; readonly type: string }): Parser
  }
}
