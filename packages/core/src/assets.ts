/**
 * Token assets: no ISO currencies, so never padded, and their minor unit depends on the chain.
 * Decimals: the token contracts of Circle (USDC) and Tether (USDT); on BNB Smart Chain both are bridged with 18.
 */
const ASSETS: ReadonlyMap<string, ReadonlyMap<string, number>> = /* @__PURE__ */ new Map([
  ['USDC', chains()],
  ['USDT', chains()],
])

/** Whether the symbol is a known token. */
export function isAsset(symbol: string): boolean {
  return ASSETS.has(symbol)
}

/** Decimals of a token on a chain, or null when the token or the chain is not known. */
export function assetExponent(symbol: string, chain: string | undefined): number | null {
  return ASSETS.get(symbol)?.get(chain?.toLowerCase() ?? '') ?? null
}

function chains(): ReadonlyMap<string, number> {
  const six = ['ethereum', 'polygon', 'arbitrum', 'optimism', 'base', 'solana', 'tron']
  return new Map([...six.map((chain): [string, number] => [chain, 6]), ['bsc', 18]])
}
