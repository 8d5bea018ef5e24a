// `pnpm docs:build`: builds the site into docs/.vitepress/dist; a link to a missing page fails it.
import { join } from 'node:path'
import process from 'node:process'
import { run } from '../run.mjs'
import { root } from '../workspace.mjs'

const vitepress = join(root, 'docs', 'node_modules', 'vitepress', 'bin', 'vitepress.js')
process.exitCode = await run(process.execPath, [vitepress, 'build', join(root, 'docs')])
