import type { Code, Finding } from '@onetill/reconcile'
import { usageError } from '../failure.ts'

/** Whether a finding makes the command end with 1. */
export type FailsOn = (finding: Finding) => boolean

const SEVERITIES: readonly string[] = ['high', 'medium', 'low']

/** `exceptions`, `any`, `none`, a severity (and what is above), or codes with commas between. @throws invalid_input */
export function failsOn(text: string, codes: readonly Code[]): FailsOn {
  if (text === 'exceptions') return ({ exception }) => exception
  if (text === 'any') return () => true
  if (text === 'none') return () => false
  const least = SEVERITIES.indexOf(text)
  if (least >= 0) return ({ severity }) => SEVERITIES.indexOf(severity) <= least
  const wanted = new Set(text.split(',').map((code) => code.trim()))
  const unknown = [...wanted].filter((code) => !codes.some((known) => known === code))
  if (unknown.length > 0)
    throw usageError(
      `--fail-on: expected exceptions, any, none, high, medium, low, or codes such as missing_right,amount_under`,
    )
  return ({ code, also }) => [code, ...also].some((one) => wanted.has(one))
}
