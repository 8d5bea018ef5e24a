import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { JwtAction } from './simulator/jwt-checkout/lifecycle.ts'
import type { MaashAction } from './simulator/maash/lifecycle.ts'
import type { MavenAction } from './simulator/maven/lifecycle.ts'

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

// The compiler holds these against the types: none may be missing, none too many.
const MAVEN = {
  ...{ dial: 1, pay: 1, authorize: 1, hold: 1, decline: 1, fail: 1 },
  ...{ tokenize: 1, skip: 1, abandon: 1, cancel: 1, transfer: 1 },
} satisfies Record<MavenAction, 1>
const MAASH = { select: 1, detect: 1, complete: 1, underpay: 1, overpay: 1, fail: 1, cancel: 1 } satisfies Record<
  MaashAction,
  1
>
const JWT = { pay: 1, fail: 1, refund: 1, reverse: 1 } satisfies Record<JwtAction, 1>

test.for([
  ['startMavenSimulator', MAVEN],
  ['startMaashSimulator', MAASH],
  ['startJwtCheckoutSimulator', JWT],
] as const)('the README lists every action of %s', ([name, actions]) => {
  const [, cell = ''] = new RegExp(`^\\| \`${name}\` +\\| ([^|]+)\\|`, 'm').exec(README) ?? []
  expect([...cell.matchAll(/`(\w+)`/g)].map(([, action]) => action)).toEqual(Object.keys(actions))
})
