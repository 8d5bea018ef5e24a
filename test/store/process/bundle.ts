import { join } from 'node:path'
import { bundleProgram } from '../../bundle-program.ts'

/** The programs of this folder as one file. */
export const bundlePrograms = (): ReturnType<typeof bundleProgram> =>
  bundleProgram({
    entry: join(import.meta.dirname, 'program.ts'),
    owner: 'store',
    script: 'sqlite-worker.mjs',
    scope: '@photostructure',
  })
