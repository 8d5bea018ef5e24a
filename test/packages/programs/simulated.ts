// What a user of the simulators writes; compiled and run outside the workspace.
import { createTill } from '@onetill/core'
import { maash } from '@onetill/maash'
import { createClock, startMaashSimulator } from '@onetill/testkit'

const main = async (): Promise<void> => {
  const simulator = await startMaashSimulator({ clock: createClock({ now: '2026-01-01T12:00:00Z' }), seed: 1 })
  const { credentials, url: baseUrl } = simulator
  const till = createTill({ adapters: [maash({ apiKey: credentials.apiKey, baseUrl, insecureLoopback: true })] })
  const { session_id } = simulator.create({ merchant_id: 'mer_shop', transaction_id: 'ORD-1', amount_usd: '25.00' })
  simulator.act(session_id, 'select', { token: 'USDC', chain: 'solana' })
  simulator.act(session_id, 'underpay')
  const { status, detail, amount } = await till.retrieve('maash', session_id)
  await simulator.close()
  console.log(JSON.stringify({ status, detail, amount }))
}

void main()
