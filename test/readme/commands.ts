import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Block } from './blocks.ts'

/** What a command of a README may refer to. */
export type Known = {
  readonly root: string
  readonly scripts: readonly string[]
  readonly subcommands: readonly string[]
  readonly packages: readonly string[]
  readonly packageManager: string
}

/** Programs every shell has; what they do is not ours to check. */
const SHELL = ['cd', 'cp', 'mkdir', 'cat', 'echo', 'printf', 'head', 'jq', 'curl', 'export', 'git']

/** Commands of `sh` blocks that do not exist, as `README.md:12: npm run nothing`. */
export function unknownCommands(block: Block, known: Known): readonly string[] {
  return block.text.split('\n').flatMap((line, index) =>
    line
      .replace(/(^|\s)#.*$/, '')
      .split(/&&|\|\||[|;]/)
      .map((command) => command.trim().replace(/^\$ /, ''))
      .filter((command) => command !== '' && !exists(words(command), known))
      .map((command) => `${block.file}:${block.line + index}: ${command}`),
  )
}

/** Words without leading assignments (`KEY=value program …`) and without redirections. */
const words = (command: string): readonly string[] => {
  const all = command.split(/\s+/).filter((word) => !/^[0-9]*[<>]/.test(word))
  return all.slice(all.findIndex((word) => !/^[A-Z_][A-Z0-9_]*=/.test(word)))
}

function exists([program = '', ...args]: readonly string[], known: Known): boolean {
  const plain = args.filter((arg) => !arg.startsWith('-'))
  const [first = ''] = plain
  if (program === 'npm') return npm(first, plain.slice(1), known)
  if (program === 'npx') return npx(first, plain.slice(1), known)
  if (program === 'onetill') return first === '' || known.subcommands.includes(first)
  if (program === 'node') return existsSync(join(known.root, first))
  if (program.startsWith('.')) return existsSync(join(known.root, program))
  return SHELL.includes(program)
}

function npm(verb: string, rest: readonly string[], known: Known): boolean {
  if (verb === 'install' || verb === 'add')
    return rest.every((name) => !name.startsWith('@onetill/') || known.packages.includes(name))
  if (verb === 'run') return known.scripts.includes(rest[0] ?? '')
  return (verb === 'start' || verb === 'test') && known.scripts.includes(verb)
}

function npx(program: string, rest: readonly string[], known: Known): boolean {
  if (program === 'onetill') return exists([program, ...rest], known)
  if (program.startsWith('pnpm@')) return program === known.packageManager
  return (
    existsSync(join(known.root, 'node_modules', '.bin', program)) && rest.every((word) => isThere(word, known.root))
  )
}

/** A word that looks like a path of the workspace leads somewhere; `adapters/acme` is the adapter that is yet to be written. */
const isThere = (word: string, root: string): boolean =>
  !/^(packages|adapters|test|scripts)\//.test(word) || word.startsWith('adapters/acme') || existsSync(join(root, word))
