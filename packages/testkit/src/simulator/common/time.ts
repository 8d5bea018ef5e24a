/** The moment as RFC 3339 UTC text with milliseconds, the form of the JWT checkout document's example. */
export const toMilliseconds = (moment: Date): string => moment.toISOString()

/** The same without a fraction that is zero, the form of the Maven and Maash documents' examples. */
export const toShortTime = (moment: Date): string => moment.toISOString().replace('.000Z', 'Z')

/** The moment `milliseconds` after `moment`. */
export const later = (moment: Date, milliseconds: number): Date => new Date(moment.getTime() + milliseconds)

/** Whether a time text has been reached; null is never reached. */
export const isReached = (time: string | null, now: Date): boolean =>
  time !== null && now.getTime() >= new Date(time).getTime()
