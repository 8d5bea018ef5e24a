import { createRequire } from 'node:module'
import { runInThisContext } from 'node:vm'
import { build } from 'esbuild'
import type { Express } from 'express4'

/**
 * Express as a program has it. Tests run under `--conditions import`, with which Node gives even a `require` the ES module of
 * a package that has both (is-promise, of which Express 5 makes a function call); a bundle has what `require` should find.
 */
export const loadExpress = async (name: 'express4' | 'express5'): Promise<Express> => {
  const { outputFiles } = await build({
    entryPoints: [createRequire(import.meta.url).resolve(name)],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
    logLevel: 'silent',
  })
  const source = outputFiles[0]?.text ?? ''
  const module: { exports: Express | undefined } = { exports: undefined }
  // A wrapper as Node puts around every CommonJS file.
  const run: unknown = runInThisContext(`(function (module, exports, require, __filename, __dirname) {${source}\n})`)
  if (typeof run !== 'function') throw new Error(`${name} was not bundled`)
  run(module, {}, createRequire(import.meta.url), import.meta.filename, import.meta.dirname)
  if (module.exports === undefined) throw new Error(`${name} exports nothing`)
  return module.exports
}
