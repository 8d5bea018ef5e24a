const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Text such as `90m`, `24h`, `3d`. */
export const DURATION = /^(\d{1,6})([smhd])$/

/** Milliseconds of a text such as `24h`. */
export function milliseconds(text: string): number {
  const [, count = '0', unit] = DURATION.exec(text) ?? []
  return unit === undefined || !Object.hasOwn(UNITS, unit) ? 0 : Number(count) * UNITS[unit as keyof typeof UNITS]
}
