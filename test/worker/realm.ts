import { createContext, Script } from 'node:vm'
import { build } from 'esbuild'
import type { createTill, normalize, normalizeEvent } from '@onetill/core'
import { PLATFORMS } from '../size/measure.mjs'
import type { Bound } from './inside.ts'
import type { Job, Outcome } from './protocol.ts'

/** Where an adapter comes from. */
export interface AdapterNames {
  readonly module: string
  readonly factory: string
  readonly mapper: string
}

/** What a bundle has: the program, and the parts it is made of. */
export interface Bundle extends Bound {
  readonly program: (text: string) => Promise<string>
  readonly createTill: typeof createTill
  readonly normalize: typeof normalize
  readonly normalizeEvent: typeof normalizeEvent
}

/** A realm with one adapter in it, bundled as for a worker. */
export interface Realm {
  readonly bundle: Bundle
  readonly perform: (job: Job) => Promise<Outcome>
  /** What the bundle imports from outside of itself. */
  readonly imports: readonly string[]
}

/**
 * What there is besides the language: names of the Minimum Common Web Platform API (min-common-api.proposal.wintertc.org, edition
 * of 2025), which workers and browsers have. `fetch` is the program's own.
 */
export const WEB = {
  ...{ AbortController, AbortSignal, Blob, DOMException, Event, EventTarget, FormData, Headers, Request, Response },
  ...{ ReadableStream, TransformStream, WritableStream, TextDecoder, TextEncoder, URL, URLSearchParams },
  ...{ atob, btoa, clearInterval, clearTimeout, console, crypto, performance, queueMicrotask, setInterval, setTimeout },
  structuredClone,
}

/** Bundles core, one adapter and the program for workers and runs them where nothing else is. */
export async function openRealm({ module, factory, mapper }: AdapterNames): Promise<Realm> {
  const contents = `import { ${factory} as connect, ${mapper} as mapper } from '${module}'
import { programOf } from './inside.ts'
export { createTill, normalize, normalizeEvent } from '@onetill/core'
export { connect, mapper }
export const program = programOf({ connect, mapper })`
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'bundle',
    target: 'es2022',
    platform: 'browser',
    conditions: ['@onetill/source', ...PLATFORMS.worker.conditions],
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const context = createContext({ ...WEB }, { codeGeneration: { strings: false, wasm: false } })
  const bundle: Bundle = new Script(`${outputFiles[0]?.text ?? ''};bundle`).runInContext(context)
  return {
    bundle,
    perform: async (job) => JSON.parse(await bundle.program(JSON.stringify(job))),
    imports: Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
  }
}
