import type { Simulators } from '../adapters.ts'
import type { Scene, Step } from './scene.ts'

type Input = Parameters<Simulators['voice']['create']>[0]
type Action = Parameters<Simulators['voice']['act']>[1]
type Order = Pick<Input, 'amount' | 'gateway'> & Partial<Pick<Input, 'mode'>>

const call = (opensAt: number, order: Order, steps: readonly Step[]): Scene => ({
  kind: 'voice',
  opensAt,
  open: ({ voice }, { place }) =>
    voice.create({
      project: 'demo-shop',
      caller: `+1202555${`${110 + place}`.padStart(4, '0')}`,
      mode: 'charge',
      ...order,
    }).session_id,
  steps,
})

const act = (at: number, action: Action): Step => ({ at, act: ({ voice }, id) => voice.act(id, action) })

/** Payers who read their card out on the phone. */
export const VOICE: readonly Scene[] = [
  call(0, { amount: '49.00', gateway: 'stripe' }, [act(45, 'dial'), act(120, 'pay')]),
  call(0, { amount: '180.50', gateway: 'authorizenet' }, [act(60, 'dial'), act(180, 'authorize')]),
  call(15, { amount: '1250.00', gateway: 'authorizenet' }, [act(90, 'dial'), act(240, 'hold')]),
  call(30, { amount: '75.25', gateway: 'braintree' }, [act(75, 'dial'), act(210, 'decline')]),
  call(30, { amount: '0.00', gateway: 'shift4', mode: 'tokenize' }, [act(105, 'dial'), act(255, 'tokenize')]),
  call(45, { amount: '19.99', gateway: 'stripe' }, [act(330, 'cancel')]),
  call(60, { amount: '310.00', gateway: 'stripe' }, [
    act(135, 'dial'),
    // A word outside the documents, as any provider may introduce one tomorrow.
    { at: 390, act: ({ voice }, id) => voice.setWord(id, 'payment-parked') },
  ]),
]
