import { join } from 'node:path'
import ts from 'typescript'

/** `value name` or `type name` of everything a module exports, sorted by name; read from the sources, no build needed. */
export function exportedNames(program: ts.Program, file: string): readonly string[] {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const symbol = source && checker.getSymbolAtLocation(source)
  if (symbol === undefined) return []
  return checker
    .getExportsOfModule(symbol)
    .map((exported) => ({ name: exported.name, kind: kindOf(checker, exported) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, kind }) => `${kind.padEnd(10)} ${name}`)
}

/** The compiler options of the workspace, which resolve workspace packages to their sources. */
export function workspaceOptions(root: string): ts.CompilerOptions {
  const file = join(root, 'tsconfig.json')
  return ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, root).options
}

function kindOf(checker: ts.TypeChecker, exported: ts.Symbol): string {
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
  const isValue = (symbol.flags & ts.SymbolFlags.Value) !== 0 && !isTypeOnly(exported)
  const isType = (symbol.flags & ts.SymbolFlags.Type) !== 0
  if (symbol.flags === ts.SymbolFlags.None || checker.isUnknownSymbol(symbol)) return 'unresolved'
  return isValue && isType ? 'value+type' : isValue ? 'value' : 'type'
}

/** `export type { X }` of something that is also a value. */
const isTypeOnly = (exported: ts.Symbol): boolean =>
  exported.declarations?.some(
    (node) => ts.isExportSpecifier(node) && (node.isTypeOnly || node.parent.parent.isTypeOnly),
  ) ?? false
