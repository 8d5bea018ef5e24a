/** State of one circuit. `half_open`: one request is on its way to see whether the provider is back. */
export type CircuitState = 'closed' | 'open' | 'half_open'

/** How a request ended. `ignored`: it says nothing of the provider, e.g. the caller gave up. */
export type CircuitResult = 'ok' | 'failed' | 'ignored'

/** Leave to send one request. */
export interface Permit {
  /** To be told once how it ended; more than once changes nothing. */
  done(result: CircuitResult): void
}

/** Options of `createCircuitBreaker`; milliseconds. */
export interface CircuitOptions {
  readonly random: () => number
  /** Monotonic clock. @default performance.now */
  readonly now?: () => number
  readonly onChange?: (key: string, state: CircuitState) => void
}

/** Fewer results than this in a window prove nothing. */
const LEAST = 20
/** Share of failures that opens the circuit. */
const SHARE = 0.5
const WINDOW_MS = 30_000
/** How long nothing is sent; a random part keeps many clients from probing together. */
const COOL_DOWN_MS = 10_000
/** A probe whose end nobody reported is taken for lost after this. */
const PROBE_MS = 60_000

interface Circuit {
  state: CircuitState
  windowFrom: number
  ok: number
  failed: number
  /** When the state may change by itself. */
  until: number
  /** Counts state changes: a permit of an earlier state says nothing of the present one. */
  epoch: number
}

/**
 * One circuit per key, e.g. a host. No timers: time is only looked at when somebody asks, so it holds no process and
 * cannot be stuck in a state longer than its end.
 */
export function createCircuitBreaker({ random, now = () => performance.now(), onChange }: CircuitOptions) {
  const circuits = new Map<string, Circuit>()

  const change = (key: string, circuit: Circuit, state: CircuitState, until: number): void => {
    Object.assign(circuit, { state, until, ok: 0, failed: 0, windowFrom: now(), epoch: circuit.epoch + 1 })
    onChange?.(key, state)
  }
  const coolDown = (): number => now() + COOL_DOWN_MS * (0.75 + random() / 2)

  const report = (key: string, circuit: Circuit, result: CircuitResult): void => {
    if (circuit.state === 'half_open') {
      if (result === 'ok') change(key, circuit, 'closed', 0)
      // A probe that said nothing lets the next request be one, at once.
      else change(key, circuit, 'open', result === 'failed' ? coolDown() : now())
      return
    }
    if (result === 'ignored' || circuit.state === 'open') return
    if (now() - circuit.windowFrom > WINDOW_MS) Object.assign(circuit, { windowFrom: now(), ok: 0, failed: 0 })
    circuit[result]++
    const all = circuit.ok + circuit.failed
    if (all >= LEAST && circuit.failed >= all * SHARE) change(key, circuit, 'open', coolDown())
  }

  return {
    /** Leave to send, or for how long there is none. */
    enter(key: string): Permit | { readonly openForMs: number } {
      let circuit = circuits.get(key)
      if (circuit === undefined) {
        circuit = { state: 'closed', windowFrom: now(), ok: 0, failed: 0, until: 0, epoch: 0 }
        circuits.set(key, circuit)
      }
      if (circuit.state !== 'closed') {
        const left = circuit.until - now()
        if (left > 0) return { openForMs: left }
        change(key, circuit, 'half_open', now() + PROBE_MS)
      }
      const entered = circuit
      const { epoch } = circuit
      let told = false
      return {
        done(result) {
          if (told || entered.epoch !== epoch) return
          told = true
          report(key, entered, result)
        },
      }
    },
  }
}
