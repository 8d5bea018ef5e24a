import { createTill, type Fetch } from '@onetill/core'
import { maash } from '@onetill/maash'
import { maven } from '@onetill/maven'

/** When every test begins. */
export const START = Date.UTC(2026, 10, 20, 12)

/** A read that arrived. */
export interface Read {
  readonly at: number
  readonly host: string
  readonly id: string
}

/** Both providers over one fetch: every session pending until `settle` says otherwise; notes each read. */
export function providers(settle: (id: string) => string = () => 'PENDING') {
  const reads: Read[] = []
  let refuse: (read: Read) => Response | null = () => null
  const fetch = async (input: Parameters<Fetch>[0]): Promise<Response> => {
    const url = new URL(new Request(input).url)
    const id = url.pathname.split('/').at(-1) ?? ''
    const read = { at: performance.now(), host: url.host, id }
    reads.push(read)
    const refused = refuse(read)
    if (refused !== null) return refused
    const at = new Date(START).toISOString()
    const body = url.host.includes('maash')
      ? { data: { session_id: id, status: 'pending', amount_usd: 5, created_at: at, updated_at: at } }
      : {
          session_id: id,
          status: settle(id),
          is_terminal: settle(id) !== 'PENDING',
          mode: 'charge',
          created_at: at,
          updated_at: at,
        }
    return new Response(JSON.stringify(body))
  }
  const till = createTill({
    adapters: [
      maven({ apiKey: 'mvn_test_key', baseUrl: 'https://maven.example' }),
      maash({ apiKey: 'mk_test_key', baseUrl: 'https://maash.example' }),
    ],
    fetch,
    now: () => START + performance.now(),
  })
  return {
    till,
    reads,
    refuseWith: (answer: typeof refuse) => {
      refuse = answer
    },
  }
}
