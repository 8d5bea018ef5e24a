// Makes src/html/assets.generated.ts: the report's style and script as text, so that they need no file at run time.
// Run it after changing a file of this folder or of src/html: node packages/reconcile/browser/build.mjs
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))

/** The text of the generated file. */
export async function generate() {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'report.css'), join(here, 'report.ts')],
    bundle: true,
    minify: true,
    write: false,
    outdir: here,
    format: 'iife',
    charset: 'ascii',
    conditions: ['@onetill/source'],
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
    legalComments: 'none',
  })
  const assets = Object.fromEntries(
    outputFiles.map(({ path, text }) => [path.endsWith('.css') ? 'css' : 'js', text.trim()]),
  )
  for (const text of Object.values(assets))
    if (/<\/(script|style)|<!--/i.test(text)) throw new Error('what stands in the page must not end its element')
  return `// Made by browser/build.mjs from the files of its folder and those beside this one.
export const ASSETS = ${JSON.stringify(assets, null, 2)} as const
`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(join(here, '..', 'src', 'html', 'assets.generated.ts'), await generate())
