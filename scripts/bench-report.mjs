// Every benchmark, its numbers beside those of its peers and its targets: report.json and report.md in test/output/bench.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { BENCHES } from './bench-rows.mjs'
import { bundleProgram } from './bundle-run.mjs'
import { root } from './workspace.mjs'

const OUTPUT = join(root, 'test', 'output', 'bench')
const QUICK = {
  board: ['--rows', '20000'],
  reconcile: ['--rows', '20000'],
  store: ['--rows', '20000', '--recorded', '5000'],
}

/** Runs them one after the other; a missed target is a line of the report, a benchmark that fails an exit code of 1. */
export async function benchReport(names, { quick }) {
  const results = []
  for (const name of names) {
    process.stderr.write(`onetill: benchmark ${name} …\n`)
    const start = performance.now()
    const args = quick ? ['--quick', ...(QUICK[name] ?? [])] : []
    const { code, stdout } = await output(await bundleProgram(`test/bench/${name}.bench.ts`), ['--json', ...args])
    const seconds = Math.round((performance.now() - start) / 1000)
    if (code !== 0) results.push({ name, seconds, failed: `ended with ${code}` })
    else {
      const numbers = JSON.parse(stdout)
      results.push({ name, seconds, rows: BENCHES[name].rows(numbers), numbers })
    }
  }
  const report = { at: new Date().toISOString(), quick, machine: machine(), results }
  mkdirSync(OUTPUT, { recursive: true })
  writeFileSync(join(OUTPUT, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
  const text = markdown(report)
  writeFileSync(join(OUTPUT, 'report.md'), text)
  process.stdout.write(text)
  if (results.some(({ failed }) => failed !== undefined)) process.exitCode = 1
}

function machine() {
  const [first] = cpus()
  const gibibytes = Math.round(totalmem() / 1024 ** 3)
  return {
    node: process.version,
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: gibibytes,
    system: `${type()} ${release()} ${process.arch}`,
  }
}

function markdown({ at, quick, machine: { node, cpu, cores, memoryGiB, system }, results }) {
  const size = quick ? 'Small sizes: the targets are for the full ones.' : 'Full sizes.'
  const lines = ['# Benchmarks', '', `${at}, Node ${node}, ${cpu} × ${cores}, ${memoryGiB} GiB, ${system}. ${size}`, '']
  for (const { name, seconds, failed, rows = [] } of results) {
    lines.push(`## ${name}`, '', `${BENCHES[name].what} ${seconds} s.`, '')
    if (failed !== undefined) {
      lines.push(`**It ${failed}: no numbers.**`, '')
      continue
    }
    lines.push('| | measured | target | |', '| --- | ---: | ---: | --- |')
    for (const { what, value, unit, target } of rows)
      lines.push(
        `| ${what} | ${shown(value)}${unit} | ${target === undefined ? '' : shownTarget(target, unit)} | ${verdict(value, target)} |`,
      )
    lines.push('')
  }
  const judged = results.flatMap(({ rows = [] }) => rows).filter(({ target }) => target !== undefined)
  const met = judged.filter(({ value, target }) => isMet(value, target)).length
  lines.push(`${met} of ${judged.length} targets met.`, '')
  return lines.join('\n')
}

const isMet = (value, { most, least }) => (most === undefined ? value >= least : value <= most)
const verdict = (value, target) => (target === undefined ? '' : isMet(value, target) ? 'met' : '**missed**')
const shown = (value) => (Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1))
const shownTarget = ({ most, least }, unit) => (most === undefined ? `≥ ${least}${unit}` : `≤ ${most}${unit}`)

function output(program, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
    })
    child.on('close', (code) => resolve({ code: code ?? 1, stdout }))
  })
}
