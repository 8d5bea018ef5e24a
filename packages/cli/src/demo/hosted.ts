import { money } from '@onetill/core'
import type { Simulators } from '../adapters.ts'
import type { Scene, Step } from './scene.ts'

type Details = Parameters<Simulators['hosted']['act']>[2]
type Settled = Parameters<Simulators['hosted']['settleRefund']>[1]

const page = (opensAt: number, total: string, currency: string, steps: readonly Step[]): Scene => ({
  kind: 'hosted',
  opensAt,
  open: ({ hosted }, { reference }) =>
    hosted.create({ orderReference: reference, paymentMethod: 'card', currency, amount: { total } }).id,
  // The provider states no amount; the shop knows what was ordered.
  expected: ({ reference }) => ({ amount: money(total, currency), reference }),
  steps,
})

const pay = (at: number, providerName: string): Step => ({
  at,
  act: ({ hosted }, id) => hosted.act(id, 'pay', { providerName }),
})
const refund = (at: number, details: Details = {}): Step => ({
  at,
  act: ({ hosted }, id) => hosted.act(id, 'refund', details),
})
const settle = (at: number, word: Settled): Step => ({
  at,
  act: ({ hosted }, id) => {
    const session = hosted.sessions().find((candidate) => candidate.id === id)
    for (const { id: refundId, status } of session?.refunds ?? []) {
      if (status === 'PENDING') hosted.settleRefund(refundId, word)
    }
  },
})

/** Payers on a hosted page, and what is paid back to them. */
export const HOSTED: readonly Scene[] = [
  page(0, '120.00', 'EUR', [pay(105, 'stripe'), refund(285, { amount: '45.00' }), settle(435, 'COMPLETED')]),
  page(15, '89.90', 'EUR', [pay(90, 'adyen'), refund(315), settle(450, 'COMPLETED')]),
  page(30, '540.00', 'GBP', [pay(165, 'checkout'), refund(465, { amount: '140.00' })]),
  page(45, '24.00', 'USD', [pay(195, 'stripe'), refund(345, { amount: '24.00' }), settle(495, 'FAILED')]),
  page(60, '310.00', 'USD', [pay(270, 'adyen'), { at: 510, act: ({ hosted }, id) => hosted.act(id, 'reverse') }]),
]
