// `npm run api`: writes the public API of every package, as its d.ts files say it, to test/surface/api; with `--check`, compares.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { declarations } from './declarations.mjs'
import { install } from './install.mjs'
import { packageFolders, root } from './workspace.mjs'

const FOLDER = join('test', 'surface', 'api')

/** Reports by their file, relative to the root. The declarations must have been built. */
export async function apiReports() {
  const { default: ts } = await import('typescript')
  const packages = packageFolders()
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({ folder, name: manifest.name, entries: entriesOf(folder, manifest) }))
  const program = ts.createProgram({
    rootNames: packages.flatMap(({ entries }) => entries.map(({ file }) => file)),
    options: {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      noEmit: true,
      types: ['node'],
    },
  })
  return Object.fromEntries(
    packages.map(({ folder, name, entries }) => [
      join(FOLDER, `${name.slice('@onetill/'.length)}.txt`),
      reportOf(ts, program, { dist: join(root, folder, 'dist'), entries }),
    ]),
  )
}

function entriesOf(folder, { name, publishConfig }) {
  return Object.entries(publishConfig.exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([subpath, { types }]) => ({ id: name + subpath.slice(1), file: join(root, folder, types) }))
}

/** Each exported name with its declaration, then what those use and nobody can import. */
function reportOf(ts, program, { dist, entries }) {
  const checker = program.getTypeChecker()
  const printer = ts.createPrinter({ removeComments: true })
  const resolve = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)
  const isOurs = (node) => !relative(dist, node.getSourceFile().fileName).startsWith('..')
  const top = ({ declarations: found = [] }) => [...new Set(found.map(statementOf))].filter(isOurs)
  const seen = new Set()
  const used = new Map()

  const statementOf = (node) =>
    ts.isVariableDeclaration(node) ? node.parent.parent : ts.isTypeParameterDeclaration(node) ? node.parent : node
  const isTopLevel = (parent) => parent !== undefined && ts.isSourceFile(parent)
  const note = (node) => {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node)
      const target = symbol && resolve(symbol)
      const isTop = target?.declarations?.some((each) => isTopLevel(statementOf(each).parent)) ?? false
      if (isTop && top(target).length > 0) used.set(target, target.name)
    }
    ts.forEachChild(node, note)
  }
  const print = (symbol) => {
    seen.add(symbol)
    return top(symbol).map((node) => {
      note(node)
      return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    })
  }

  const lines = []
  for (const { id, file } of entries) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file))
    lines.push(`## ${id}`, '')
    for (const exported of checker.getExportsOfModule(module).sort(byName)) {
      const symbol = resolve(exported)
      const known = seen.has(symbol)
      const text = known ? [] : print(symbol)
      const from = symbol.declarations?.[0]?.getSourceFile().fileName.replace(/^.*\/node_modules\//, '')
      if (text.length > 0) lines.push(...text, '')
      else
        lines.push(
          known ? `export { ${exported.name} } // above` : `export { ${exported.name} } // of ${packageOf(from)}`,
          '',
        )
    }
  }
  const inner = []
  for (let rest = unseen(); rest.length > 0; rest = unseen()) {
    for (const symbol of rest) inner.push({ name: symbol.name, text: print(symbol).join('\n') })
  }
  function unseen() {
    return [...used.keys()].filter((symbol) => !seen.has(symbol))
  }
  if (inner.length > 0) lines.push('## used by the above, not exported', '')
  for (const { text } of inner.sort(byName)) lines.push(text, '')
  return lines.join('\n')
}

const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** `@scope/name` or `name` of a path below node_modules or of a folder of this workspace. */
const packageOf = (path = '') =>
  path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/') || 'another package'

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await install()
  await declarations()
  const isCheck = process.argv.includes('--check')
  mkdirSync(join(root, FOLDER), { recursive: true })
  for (const [file, text] of Object.entries(await apiReports())) {
    const path = join(root, file)
    if (!isCheck) writeFileSync(path, text)
    else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
      process.stderr.write(`onetill: ${file} is not what the package exports; "npm run api" writes it anew.\n`)
      process.exitCode = 1
    }
  }
}
