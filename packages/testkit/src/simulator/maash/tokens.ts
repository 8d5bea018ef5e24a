import { ALPHABET, type Random } from '../common/random.ts'
import type { MaashTokens } from './session.ts'

/** Tokens of docs.maash.io/api-reference/select-payment (read 2026-11-20). */
export const TOKENS = ['USDC', 'USDT'] as const

/** A token the API takes. */
export type MaashToken = (typeof TOKENS)[number]

/**
 * Chains of the same page. `chainId` makes the EIP-681 address of an EVM chain; the URI of the other two is not in the
 * readable part of the documents and is only the address here.
 */
const CHAINS = {
  ethereum: { form: 'evm', chainId: 1 },
  polygon: { form: 'evm', chainId: 137 },
  arbitrum: { form: 'evm', chainId: 42161 },
  optimism: { form: 'evm', chainId: 10 },
  base: { form: 'evm', chainId: 8453 },
  bsc: { form: 'evm', chainId: 56 },
  solana: { form: 'solana', chainId: null },
  tron: { form: 'tron', chainId: null },
} as const

/** A chain the API takes. */
export type MaashChain = keyof typeof CHAINS

/** Names of the chains. */
export const CHAIN_NAMES = [
  'ethereum',
  'polygon',
  'arbitrum',
  'optimism',
  'base',
  'bsc',
  'solana',
  'tron',
] as const satisfies readonly MaashChain[]

/** The lists of the example in docs.maash.io/api-reference/get-checkout-session (read 2026-11-20). */
export const SUPPORTED: MaashTokens = {
  tokens: { USDC: { chain: ['solana', 'arbitrum'] }, USDT: { chain: ['solana', 'optimism'] } },
}

/** The refused ones of the same example. */
export const UNSUPPORTED: MaashTokens = {
  tokens: { DAI: { chain: ['bsc', 'base'] }, BNB: { chain: ['bsc', 'base'] } },
}

const ADDRESS = {
  evm: (random: Random) => `0x${random.text(40, ALPHABET.hex)}`,
  solana: (random: Random) => random.text(44, ALPHABET.base58),
  tron: (random: Random) => `T${random.text(33, ALPHABET.base58)}`,
} as const

/** An address on a chain and the URI that asks for `baseUnits` (the token's smallest unit) to be sent there. */
export const toAddress = (
  chain: string,
  baseUnits: string,
  random: Random,
): { readonly address: string; readonly uri: string } => {
  const known = CHAIN_NAMES.find((name) => name === chain)
  const { form, chainId } = CHAINS[known ?? 'ethereum'] // a session may be set up with a chain outside the documents
  const address = ADDRESS[form](random)
  if (form !== 'evm') return { address, uri: address }
  const contract = ADDRESS.evm(random)
  return { address, uri: `ethereum:${contract}@${chainId}/transfer?address=${address}&uint256=${baseUnits}` }
}
