/** One more of a kind. */
export function count(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1)
}

/** `12 session, 3 other`: counts as one line, the largest first. */
export function tally(counts: ReadonlyMap<string, number> | Readonly<Record<string, number>>): string {
  const entries = counts instanceof Map ? [...counts] : Object.entries(counts)
  return entries
    .sort(([, left], [, right]) => right - left)
    .map(([kind, number]) => `${number} ${kind}`)
    .join(', ')
}
