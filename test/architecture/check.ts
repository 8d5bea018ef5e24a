import { isBuiltin } from 'node:module'
import ts from 'typescript'
import { commentsOutsideExamples } from './comments.ts'
import { cycles } from './cycles.ts'
import { floats } from './money.ts'
import {
  ADAPTER_REGISTRY,
  CLASS_FILE,
  COMPILER,
  MAY_IMPORT,
  NODE_ONLY,
  ONE_IMPORTER,
  PROVIDER_BLIND,
  PROVIDERS,
  TESTS_MAY_IMPORT,
} from './rules.ts'
import { isTestOnly, type ParsedFile, parse, type SourceFile, target, walk } from './source.ts'

/** `rule at path: what was found`. */
export type Violation = string

/** Holds every file against the rules of rules.ts; an empty list when all are kept. */
export function check(files: readonly SourceFile[]): readonly Violation[] {
  const parsed = files.map(parse)
  const perFile = [
    direction,
    ownFolder,
    testFolder,
    testOnly,
    neutral,
    oneImporter,
    compiler,
    starsAndClasses,
    providerIds,
    floats,
  ]
  return [...parsed.flatMap((file) => perFile.flatMap((rule) => rule(file))), ...cycles(parsed)]
}

type Rule = (file: ParsedFile) => readonly Violation[]

const SCOPE = '@onetill/'

/** `@onetill/core/adapter` → `core`; null for a package from elsewhere. */
const workspaceName = (specifier: string): string | null =>
  specifier.startsWith(SCOPE) ? (specifier.slice(SCOPE.length).split('/')[0] ?? null) : null

const kind = (file: ParsedFile): string =>
  file.package.startsWith('adapters/') ? 'adapter' : file.package.replace('packages/', '')

const isCoreOrAdapter = (file: ParsedFile): boolean =>
  !file.isTest && (file.package === 'packages/core' || file.package.startsWith('adapters/'))

const isKnownPackage = (name: string): boolean => Object.hasOwn(MAY_IMPORT, name) && name !== 'adapter'

const direction: Rule = (file) => {
  if (file.package === 'test') return []
  const own = file.package.split('/')[1]
  const allowed = [...(MAY_IMPORT[kind(file)] ?? []), ...(file.isTest ? (TESTS_MAY_IMPORT[kind(file)] ?? []) : [])]
  return file.imports.flatMap((specifier) => {
    const name = workspaceName(specifier)
    if (name === null || name === 'test' || name === own || allowed.includes(name)) return []
    if (file.path === ADAPTER_REGISTRY && !isKnownPackage(name)) return []
    return [`direction at ${file.path}: ${specifier}`]
  })
}

/** A relative import stays inside its package, so that the names above are the only way out of it. */
const ownFolder: Rule = (file) => {
  if (file.package === 'test') return []
  return file.imports.flatMap((specifier) => {
    const path = target(file, specifier)
    return path === null || path.startsWith(`${file.package}/`) ? [] : [`escape at ${file.path}: ${specifier}`]
  })
}

const testFolder: Rule = (file) =>
  file.package === 'test'
    ? []
    : file.imports.flatMap((specifier) =>
        workspaceName(specifier) === 'test' ? [`imports-test at ${file.path}: ${specifier}`] : [],
      )

/** What ships imports nothing that only tests use. */
const testOnly: Rule = (file) =>
  file.isTest
    ? []
    : file.imports.flatMap((specifier) => (isTestOnly(specifier) ? [`imports-test at ${file.path}: ${specifier}`] : []))

const neutral: Rule = (file) =>
  isCoreOrAdapter(file) && !file.path.startsWith(NODE_ONLY)
    ? file.imports.filter((specifier) => isBuiltin(specifier)).map((specifier) => `node at ${file.path}: ${specifier}`)
    : []

const oneImporter: Rule = (file) => {
  if (file.isTest) return []
  return file.imports.flatMap((specifier) => {
    const name = Object.keys(ONE_IMPORTER).find((module) => specifier === module || specifier.startsWith(`${module}/`))
    return name === undefined || ONE_IMPORTER[name] === file.path ? [] : [`one-importer at ${file.path}: ${specifier}`]
  })
}

const compiler: Rule = (file) => {
  if (file.isTest || file.path === COMPILER) return []
  const found: Violation[] = []
  walk(file.tree, (node) => {
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'z.compile')
      found.push(`compile at ${file.path}: z.compile`)
    if (ts.isImportDeclaration(node) && /^zod(\/|$)/.test(specifierOf(node)) && importsName(node, 'compile'))
      found.push(`compile at ${file.path}: import { compile }`)
  })
  return found
}

const starsAndClasses: Rule = (file) => {
  const found: Violation[] = []
  walk(file.tree, (node) => {
    if (ts.isExportDeclaration(node) && (node.exportClause === undefined || ts.isNamespaceExport(node.exportClause)))
      found.push(`export-star at ${file.path}: ${node.getText()}`)
    if (ts.isClassLike(node) && !file.isTest && file.path !== CLASS_FILE)
      found.push(`class at ${file.path}: ${node.name?.text ?? 'without a name'}`)
  })
  return found
}

const providerIds: Rule = (file) => {
  if (file.isTest) return []
  const blind = PROVIDER_BLIND.includes(file.package)
  const isCli = file.package === 'packages/cli' && file.path !== ADAPTER_REGISTRY
  if (!blind && !isCli) return []
  const words: string[] = blind ? commentsOutsideExamples(file.text) : []
  walk(file.tree, (node) => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node))
      words.push(node.text)
  })
  const named = PROVIDERS.filter((id) => words.some((word) => word.toLowerCase().replace(/[-_]/g, '').includes(id)))
  return named.map((id) => `provider-id at ${file.path}: ${id}`)
}

const specifierOf = (node: ts.ImportDeclaration): string =>
  ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : ''

const importsName = (node: ts.ImportDeclaration, name: string): boolean => {
  const bindings = node.importClause?.namedBindings
  return (
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.some((element) => (element.propertyName ?? element.name).text === name)
  )
}
