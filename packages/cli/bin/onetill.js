#!/usr/bin/env node
// Committed, because pnpm links no command for a file that is absent at install. Exit code 1 when the command is not built yet.
import { existsSync } from 'node:fs'
import process from 'node:process'

const entry = new URL('../dist/index.js', import.meta.url)
if (existsSync(entry)) {
  const { main } = await import(entry.href)
  await main(process.argv.slice(2))
} else {
  process.stderr.write('onetill: the command is not built yet: run npm start first\n')
  process.exitCode = 1
}
