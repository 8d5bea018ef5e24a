import { spawnSync } from 'node:child_process'
import process from 'node:process'

/** Whether programs can be traced here; where it is only missing, it is installed. Says why if not. */
export function canTrace(): boolean {
  if (process.platform !== 'linux') return skipped('there is no strace on this platform')
  if (!runs('strace', '-V') && process.getuid?.() === 0) runs('apt-get', 'install', '-y', 'strace')
  if (!runs('strace', '-V')) return skipped('strace is missing: apt-get install strace')
  return runs('strace', '-o', '/dev/null', 'true') || skipped('processes may not be traced here')
}

const runs = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 120_000 }).status === 0

function skipped(reason: string): false {
  console.log(`onetill: the order of writes and syncs is not checked: ${reason}`)
  return false
}

/** A call as strace saw it. */
export interface Call {
  readonly name: string
  /** What stands between the brackets, paths beside their numbers. */
  readonly given: string
  readonly result: string
}

/** A call begins, or has ended. In the order in which it happened. */
export interface Moment {
  readonly at: 'begin' | 'end'
  readonly call: Call
}

/** Reads what `strace -f -tt -y` wrote. */
export function momentsOf(trace: string): readonly Moment[] {
  const moments: Moment[] = []
  const open = new Map<string, Call>()
  for (const line of trace.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+[\d:.]+ (.*)$/.exec(line) ?? []
    const unfinished = /^(\w+)\((.*?)\s*<unfinished \.\.\.>$/.exec(rest)
    const resumed = /^<\.\.\. (\w+) resumed>.*= (.*)$/.exec(rest)
    const whole = /^(\w+)\((.*)\)\s*= (.*)$/.exec(rest)
    if (unfinished !== null) {
      const call = { name: unfinished[1] ?? '', given: unfinished[2] ?? '', result: '' }
      open.set(thread, call)
      moments.push({ at: 'begin', call })
    } else if (resumed !== null) {
      const call = open.get(thread)
      if (call !== undefined) moments.push({ at: 'end', call: { ...call, result: resumed[2] ?? '' } })
    } else if (whole !== null) {
      const call = { name: whole[1] ?? '', given: whole[2] ?? '', result: whole[3] ?? '' }
      moments.push({ at: 'begin', call }, { at: 'end', call })
    }
  }
  return moments
}

const WAL = /^\d+<[^>]*-wal>/

/** Answers (`done …` on the standard output), each with whether its commit was in the log, and the log on disk, before. */
export function answersOf(moments: readonly Moment[]): readonly ('on disk' | 'not written' | 'not synced')[] {
  const answers: ('on disk' | 'not written' | 'not synced')[] = []
  let written = false
  let dirty = false
  let writtenSince = false
  for (const { at, call } of moments) {
    const { name, given, result } = call
    if (name === 'pwrite64' && WAL.test(given)) {
      written = true
      dirty = true
      writtenSince = true
    } else if (/^f(?:data)?sync$/.test(name) && WAL.test(given)) {
      // A write that begins while the sync is under way may not be in it.
      if (at === 'begin') writtenSince = false
      else if (/^0\b/.test(result) && !writtenSince) dirty = false
    } else if (at === 'begin' && name === 'write' && /^1<[^>]*>, "done /.test(given)) {
      answers.push(!written ? 'not written' : dirty ? 'not synced' : 'on disk')
      written = false
    }
  }
  return answers
}
