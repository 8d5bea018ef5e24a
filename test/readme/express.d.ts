// What the guide uses of Express, which has no types of its own; 4 and 5 are the same in it.
declare module 'express' {
  import type { RequestListener } from 'node:http'
  import type { NodeHandler } from '@onetill/core/node'

  /** What `express.raw` and `express.json` make. */
  interface BodyParser {
    readonly parser: true
  }
  interface App extends RequestListener {
    use(handler: BodyParser | RequestListener): App
    post(path: string, ...handlers: readonly (BodyParser | NodeHandler)[]): App
  }
  const express: {
    (): App
    raw(options: { readonly type: string; readonly limit: string }): BodyParser
    json(): BodyParser
  }
  export = express
}
