/** CSS variables of the pages → their values, e.g. `{ '--accent': '#7a1fa2' }`. */
export type ThemeColors = { readonly [name: `--${string}`]: string }

/** How the pages look; what is not said stays as it is. With more contrast asked for, and on paper, ours is kept. */
export interface Theme {
  readonly light?: ThemeColors
  /** While the viewer's system is dark. @default ours */
  readonly dark?: ThemeColors
}
