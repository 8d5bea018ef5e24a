/** Where a simulator takes its time from: everything that depends on time is derived from it when it is read. */
export interface Clock {
  /** The present moment. */
  readonly now: () => Date
}

/** A clock that stands still until it is moved. */
export interface ControllableClock extends Clock {
  /** Moves the clock forward by a number of milliseconds; negative moves it back. */
  readonly advance: (milliseconds: number) => void
  /** Puts the clock at a moment (RFC 3339 text or a `Date`). */
  readonly set: (moment: Date | string) => void
}

/** Options of {@link createClock}. */
export interface ClockOptions {
  /**
   * Where the clock starts.
   * @default '2026-01-01T00:00:00Z'
   */
  readonly now?: Date | string
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() }

/**
 * A clock under the test's control.
 * @throws {RangeError} when given a moment that is not a date, or a step that is not finite
 */
export const createClock = (options: ClockOptions = {}): ControllableClock => {
  let millisecond = toMillisecond(options.now ?? '2026-01-01T00:00:00Z')
  return {
    now: () => new Date(millisecond),
    advance: (step) => {
      millisecond = toMillisecond(new Date(millisecond + step))
    },
    set: (moment) => {
      millisecond = toMillisecond(moment)
    },
  }
}

const toMillisecond = (moment: Date | string): number => {
  const value = new Date(moment).getTime()
  if (Number.isNaN(value)) throw new RangeError('not a moment in time')
  return value
}
