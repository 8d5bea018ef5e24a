// Makes src/assets.generated.ts: the page's own styles, scripts and icon as text, so that they need no file at run time.
// Run it after changing a file of this folder: node packages/status-page/browser/build.mjs
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml' }

/** The text of the generated file. */
export async function generate() {
  const { outputFiles } = await build({
    entryPoints: ['page.css', 'board.ts', 'payer.ts'].map((name) => join(here, name)),
    bundle: true,
    minify: true,
    write: false,
    outdir: here,
    format: 'esm',
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
    legalComments: 'none',
  })
  const icon = await build({
    entryPoints: [join(here, 'icon.svg')],
    loader: { '.svg': 'copy' },
    write: false,
    outdir: here,
  })
  const files = [...outputFiles, ...icon.outputFiles.filter(({ path }) => path.endsWith('.svg'))]
  const entries = files
    .map(({ path, text }) => {
      const name = path.slice(here.length + 1).replace(/^icon.*\.svg$/, 'icon.svg')
      const [stem, ending] = name.split('.')
      const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
      const asset = { file: `${stem}.${hash}.${ending}`, type: TYPES[ending], text: text.trim() }
      return [name, asset]
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `// Made by browser/build.mjs from the files beside it.
export const ASSETS = ${JSON.stringify(Object.fromEntries(entries), null, 2)} as const
`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(join(here, '..', 'src', 'assets.generated.ts'), await generate())
