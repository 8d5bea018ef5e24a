// Runs with NODE_TLS_REJECT_UNAUTHORIZED=0: says which fetch talks to a server whose certificate nobody has signed.
import process from 'node:process'
import { pinnedFetch } from '@onetill/core/node'

const url = process.argv[2] ?? ''
const pinned = pinnedFetch({ allow: ['127.0.0.0/8'] })
const outcome = async (run: typeof fetch): Promise<string> => {
  try {
    return await (await run(url)).text()
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error && 'code' in error.cause
      ? String(error.cause.code)
      : 'other'
  }
}
const main = async () =>
  process.stdout.write(JSON.stringify({ plain: await outcome(fetch), pinned: await outcome(pinned) }))
void main()
