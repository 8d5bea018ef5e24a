// For Node only: `@onetill/core/node`. Nothing the other entries import may import from here.

export { type NodeHandler, toNodeHandler } from './node/http-bridge.ts'
export { type LambdaEvent, type LambdaResult, toLambdaHandler } from './node/lambda-bridge.ts'
export { ADDRESS_REFUSED, type PinnedFetch, type PinnedFetchOptions, pinnedFetch } from './node/pinned-fetch.ts'
