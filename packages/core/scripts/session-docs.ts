// The JSDoc of the model's interfaces, read through the TypeScript API.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The words of a type, and the way to the words of its parts. */
export interface Described {
  readonly text: string
  field(name: string): Described
  item(): Described
  /** The member of a union that has the same constant in the same field as a branch of the JSON Schema. */
  variant(branch: { readonly properties?: Record<string, { readonly const?: unknown }> }): Described
}

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), '..', 'src')
const NOTHING: Described = { text: '', field: () => NOTHING, item: () => NOTHING, variant: () => NOTHING }

/** The words of `CheckoutSession` and of `Money`. @throws when a field has gone that the schema has */
export function describeSession(): { readonly session: Described; readonly money: Described } {
  const { checker, session, money } = readTypes()

  const describe = (type: ts.Type, text: string): Described => {
    const members = membersOf(type)
    const [only] = members
    return {
      text,
      field: (name) => {
        const field = only === undefined ? undefined : checker.getPropertyOfType(only, name)
        if (field === undefined || only === undefined)
          throw new Error(`no field ${name} in ${checker.typeToString(type)}`)
        const fieldType = checker.getTypeOfSymbol(field)
        return describe(fieldType, textOf(field) || textOfType(fieldType))
      },
      item: () => {
        const element = only === undefined ? undefined : checker.getIndexTypeOfType(only, ts.IndexKind.Number)
        return element === undefined ? NOTHING : describe(element, textOfType(element))
      },
      variant: ({ properties = {} }) => {
        const found = members.find((member) =>
          Object.entries(properties).some(
            ([name, node]) => constantOf(member, name) === node.const && node.const !== undefined,
          ),
        )
        return found === undefined ? NOTHING : describe(found, textOfType(found))
      },
    }
  }
  const membersOf = (type: ts.Type): readonly ts.Type[] => {
    const plain = checker.getNonNullableType(type)
    return plain.isUnion() ? plain.types : [plain]
  }
  const constantOf = (type: ts.Type, name: string): unknown => {
    const field = checker.getPropertyOfType(type, name)
    const constant = field === undefined ? undefined : checker.getTypeOfSymbol(field)
    return constant?.isStringLiteral() ? constant.value : undefined
  }
  const textOf = (symbol: ts.Symbol): string =>
    ts
      .displayPartsToString(symbol.getDocumentationComment(checker))
      .replace(/\s*\n\s*/g, ' ')
      .trim()
  const textOfType = (type: ts.Type): string => {
    const [only, ...more] = membersOf(type)
    const symbol = more.length > 0 ? type.aliasSymbol : (only?.aliasSymbol ?? only?.symbol)
    // Of built-in types (Array, Record) the words are TypeScript's own.
    const ours = symbol?.declarations?.some((node) =>
      node.getSourceFile().fileName.startsWith(SOURCE.replaceAll('\\', '/')),
    )
    return symbol !== undefined && ours ? textOf(symbol) : ''
  }
  return { session: describe(session, textOfType(session)), money: describe(money, textOfType(money)) }
}

/** The types as an application sees them, with the defaults of their parameters. */
function readTypes(): { readonly checker: ts.TypeChecker; readonly session: ts.Type; readonly money: ts.Type } {
  const entry = join(SOURCE, 'session-docs-entry.ts')
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    types: [],
    skipLibCheck: true,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  const text = `import type { Money } from './money.ts'
    import type { CheckoutSession } from './session.ts'
    export declare const session: CheckoutSession
    export declare const money: Money`
  host.getSourceFile = (name, ...rest) =>
    name === entry ? ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true) : getSourceFile(name, ...rest)
  const program = ts.createProgram({ rootNames: [entry], options, host })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(entry)
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
  const typeOf = (name: string): ts.Type => {
    const symbol = module?.exports?.get(ts.escapeLeadingUnderscores(name))
    if (symbol === undefined) throw new Error(`no type of ${name}`)
    return checker.getTypeOfSymbol(symbol)
  }
  return { checker, session: typeOf('session'), money: typeOf('money') }
}
