import type { Simulators } from '../adapters.ts'
import type { Scene, Step } from './scene.ts'

type Input = Parameters<Simulators['crypto']['create']>[0]
type Action = Parameters<Simulators['crypto']['act']>[1]
type Details = Parameters<Simulators['crypto']['act']>[2]
type Order = Pick<Input, 'amount_usd'> & Partial<Pick<Input, 'merchant_currency' | 'merchant_amount'>>

const checkout = (opensAt: number, order: Order, steps: readonly Step[]): Scene => ({
  kind: 'crypto',
  opensAt,
  open: ({ crypto }, { reference }) =>
    crypto.create({ merchant_id: 'mer_demo', transaction_id: reference, ...order }).session_id,
  steps,
})

const act = (at: number, action: Action, details: Details = {}): Step => ({
  at,
  act: ({ crypto }, id) => crypto.act(id, action, details),
})

/** Payers who pay on a chain. */
export const CRYPTO: readonly Scene[] = [
  checkout(0, { amount_usd: '100.00' }, [
    act(60, 'select', { token: 'USDC', chain: 'solana' }),
    act(150, 'detect'),
    act(225, 'complete'),
  ]),
  checkout(15, { amount_usd: '250.00', merchant_currency: 'EUR', merchant_amount: '215.40' }, [
    act(120, 'select', { token: 'USDT', chain: 'optimism' }),
    act(300, 'underpay'),
  ]),
  // Nobody pays this one: it lapses.
  checkout(0, { amount_usd: '35.00' }, [act(90, 'select', { token: 'USDC', chain: 'arbitrum' })]),
  checkout(270, { amount_usd: '64.20', merchant_currency: 'JPY', merchant_amount: '9800' }, [
    act(360, 'select', { token: 'USDT', chain: 'solana' }),
    act(480, 'detect'),
  ]),
  checkout(420, { amount_usd: '12.50' }, []),
]
