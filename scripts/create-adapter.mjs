// `npx -y pnpm@10.34.9 create-adapter NAME [--into FOLDER]`: a new adapter whose tests fail and say what to do next.
// Without --into: a package of this workspace, adapters/NAME. With it: a package of its own in FOLDER.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { root } from './workspace.mjs'

const TEMPLATES = join(dirname(fileURLToPath(import.meta.url)), 'create-adapter')
const SUFFIX = '.template'
const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const USAGE = 'create-adapter NAME [--into FOLDER]   NAME: lower case, with hyphens, e.g. acme-pay'

/**
 * Writes the files of a new adapter, `inside`: a package of this workspace; answers their names.
 * @throws {Error} when the name is none or the folder is not empty
 */
export function createAdapter({
  id,
  into,
  inside = into === undefined,
  today = new Date().toISOString().slice(0, 10),
}) {
  if (!ID.test(id ?? '')) throw new Error(`${id === undefined ? 'a name is needed' : `${id} is no name`}: ${USAGE}`)
  const folder = into ?? join(root, 'adapters', id)
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`)
  const words = wordsOf(id, inside ? `@onetill/${id}` : `onetill-adapter-${id}`, today)
  const files = ['common', inside ? 'inside' : 'outside'].flatMap((part) => templates(join(TEMPLATES, part)))
  for (const { name, text } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), filled(text, words))
  }
  return { folder, files: files.map(({ name }) => name).sort() }
}

function templates(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => ({ name: name.slice(0, -SUFFIX.length), text: readFileSync(join(folder, name), 'utf8') }))
}

/** `acme-pay` → acmePay, AcmePay, ACME_PAY, "Acme Pay". */
function wordsOf(id, name, today) {
  const parts = id.split('-').map((part) => part[0].toUpperCase() + part.slice(1))
  const Name = parts.join('')
  return {
    id,
    name: Name[0].toLowerCase() + Name.slice(1),
    Name,
    NAME: id.replaceAll('-', '_').toUpperCase(),
    title: parts.join(' '),
    package: name,
    today,
  }
}

/** `{{id}}`, `{{version:core}}` of a package here, `{{catalog:zod}}` of pnpm-workspace.yaml. */
function filled(text, words) {
  return text.replace(/\{\{(?:(version|catalog):)?([\w@/-]+)\}\}/g, (_, from, key) => {
    const value = from === 'version' ? versionOf(key) : from === 'catalog' ? catalogOf(key) : words[key]
    if (value === undefined) throw new Error(`a template asks for ${key}, which is not there`)
    return value
  })
}

const versionOf = (name) => JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')).version

function catalogOf(name) {
  const lines = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').split('\n')
  const line = lines.find((each) => [`  ${name}: `, `  '${name}': `].some((start) => each.startsWith(start)))
  return line?.split(': ')[1].trim()
}

function main() {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } })
  const [id] = positionals
  // pnpm runs a script in the root; a folder is meant from where the command was given.
  const from = process.env.INIT_CWD ?? process.cwd()
  const { folder, files } = createAdapter({
    id,
    ...(values.into === undefined ? {} : { into: resolve(from, values.into) }),
  })
  const inside = values.into === undefined
  const next = inside
    ? `npx -y pnpm@10.34.9 install\nnpx vitest run adapters/${id}`
    : `cd ${relative(from, folder) || '.'}\nnpm install\nnpm test`
  process.stdout.write(`${files.map((name) => `${join(folder, name)}\n`).join('')}
The tests fail now, and each failure says what to write where. Next:

${next}

The guide: docs/guide/adapter.md
`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    main()
  } catch (error) {
    process.stderr.write(`onetill: ${error.message}\n`)
    process.exitCode = 1
  }
}
