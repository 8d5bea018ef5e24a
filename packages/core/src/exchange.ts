import type { CallInfo, ClientObserver } from './client-event.ts'
import type { ProviderFacts } from './provider.ts'
import { type Fetch, type HttpAnswer, type HttpRequest, send } from './transport.ts'

export interface ExchangeOptions {
  readonly provider: ProviderFacts
  readonly account: string
  readonly fetch: Fetch
  readonly maxResponseBytes: number
  readonly now: () => number
  readonly random: () => number
  readonly observe: ClientObserver | undefined
}
export interface Turn {
  readonly priority: 'call' | 'poll'
  readonly waiter: string | undefined
}
export interface Running extends CallInfo, Turn {
  readonly signal: AbortSignal | undefined
  readonly maxRetries: number
  readonly attemptTimeoutMs: number
  deadlineAt: number
  attempts: number
  answer: HttpAnswer | null
}
export type Exchange = (request: HttpRequest, running: Running) => Promise<HttpAnswer>
export function createExchange({ fetch, maxResponseBytes }: ExchangeOptions): Exchange {
  return async (request, running) => {
    running.attempts++
    const deadlineMs = Math.max(1, Math.ceil(running.deadlineAt - performance.now()))
    running.answer = await send(request, { deadlineMs, maxResponseBytes, signal: running.signal }, fetch)
    return running.answer
  }
}
