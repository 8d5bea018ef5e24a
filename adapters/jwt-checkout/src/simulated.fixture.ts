// A simulator of its own for every test, with one order.
import { afterEach, beforeEach } from 'vitest'
import {
  type ControllableClock,
  createClock,
  type JwtCheckoutSimulator,
  startJwtCheckoutSimulator,
} from '@onetill/testkit'
import type { JwtCheckoutOptions } from './adapter.ts'
import { connectTo, ORDER } from './connect.fixture.ts'

export let clock: ControllableClock
export let simulator: JwtCheckoutSimulator
/** The session of the order. */
export let id: string

/** Starts one before each test of the file. */
export function useSimulator(): void {
  beforeEach(async () => {
    clock = createClock({ now: '2026-11-20T12:00:00Z' })
    simulator = await startJwtCheckoutSimulator({ clock })
    id = simulator.create(ORDER).id
  })
  afterEach(() => simulator.close())
}

/** A client for the simulator of the test that runs. */
export const connect = (options: Partial<JwtCheckoutOptions> = {}) => connectTo(simulator, options)
