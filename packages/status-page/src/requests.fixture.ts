// Requests to the pages as they are asked by browsers and programs.
import { afterAll, beforeAll } from 'vitest'
import type { Store } from '@onetill/store'
import { filled, NOW } from './board.fixture.ts'
import type { StatusPageOptions } from './options.ts'
import { createStatusPage } from './status-page.ts'

/** Where the pages are. */
export const HOST = 'http://127.0.0.1:4300'
/** Who may come in where a login is needed. */
export const TOKENS = [
  { name: 'ops', role: 'operator', token: 'operator-token-0123456789' },
  { name: 'desk', role: 'viewer', token: 'viewer-token-0123456789ab' },
] as const

/** Pages on a store of the file's own, with what a test wants otherwise. */
export function pagesOfFile(): (options?: Partial<StatusPageOptions>) => (request: Request) => Promise<Response> {
  let store: Store
  beforeAll(async () => {
    store = await filled()
  })
  afterAll(() => store.close())
  return (options = {}) => createStatusPage({ store, now: () => NOW, ...options })
}

/** As a browser asks for a page. */
export const asPage = { accept: 'text/html' }
/** As a program that has a token. */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
export const get = (path: string, headers: Record<string, string> = {}) => new Request(HOST + path, { headers })
export const post = (path: string, body: Record<string, string>, headers: Record<string, string> = { origin: HOST }) =>
  new Request(HOST + path, { method: 'POST', body: new URLSearchParams(body), headers })
