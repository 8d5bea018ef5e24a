import ts from 'typescript'
import { FLOAT_EXCEPTIONS, MONEY_FILES } from './rules.ts'
import { type ParsedFile, walk } from './source.ts'

/** Methods that round a float or read one, whatever they are called on. */
const METHODS = ['toFixed', 'toPrecision', 'parseFloat', 'parseInt']
const MATH = ['round', 'floor', 'ceil', 'trunc']

/** No way from text to a float or from a float to text in the files through which money goes, beyond the listed exceptions. */
export function floats(file: ParsedFile): readonly string[] {
  return floatOperations(file)
    .filter(({ what }) => !FLOAT_EXCEPTIONS.some((row) => row.path === file.path && row.what === what))
    .map(({ what, line }) => `float at ${file.path}: ${what} (line ${line})`)
}

/** Every such operation, the excepted ones too; `line` counts from 1. */
export function floatOperations(file: ParsedFile): readonly { readonly what: string; readonly line: number }[] {
  if (file.isTest || !MONEY_FILES.some((pattern) => pattern.test(file.path))) return []
  const found: { what: string; line: number }[] = []
  walk(file.tree, (node) => {
    const what = floatOperation(node)
    const { line } = file.tree.getLineAndCharacterOfPosition(node.getStart())
    if (what !== null) found.push({ what, line: line + 1 })
  })
  return found
}

function floatOperation(node: ts.Node): string | null {
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.PlusToken)
    return ts.isNumericLiteral(node.operand) ? null : 'unary plus'
  if (ts.isIdentifier(node) && ['parseFloat', 'parseInt'].includes(node.text)) return node.text
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    if (ts.isIdentifier(node.expression) && node.expression.text === 'Number') return 'Number()'
  }
  if (ts.isPropertyAccessExpression(node)) {
    if (METHODS.includes(node.name.text)) return node.name.text.startsWith('parse') ? null : node.name.text
    if (node.expression.getText() === 'Math' && MATH.includes(node.name.text)) return `Math.${node.name.text}`
  }
  // `.map(Number)`: the function handed on instead of called.
  if (ts.isIdentifier(node) && node.text === 'Number' && ts.isCallExpression(node.parent))
    return node.parent.arguments.includes(node) ? 'Number()' : null
  return null
}
