import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pinnedFetch, toNodeHandler } from '@onetill/core/node'
import { signMavenWebhook } from '@onetill/testkit'
import { openStage, WEBHOOK_SECRET } from '../stage.ts'

/** What `@onetill/core/node` adds: the fetch that looks at addresses, and the bridge to `node:http`. */
export async function nodeOnlyPart() {
  const pinned = pinnedFetch({ allow: ['127.0.0.0/8'] })
  const closed = pinnedFetch()
  const open = await openStage({ fetch: pinned })
  const shut = await openStage({ fetch: closed, maxRetries: 0 })
  const order = {
    project: 'clinic',
    caller: '+12025550142',
    amount: '49.99',
    mode: 'charge',
    gateway: 'stripe',
  } as const
  const { session_id: id } = open.maven.create(order)
  const read = await open.till.retrieve('maven', id)
  const refused = await shut.till.safeRetrieve('maven', id)

  open.maven.act(id, 'dial')
  open.maven.act(id, 'pay')
  const statuses: unknown[] = []
  const server = createServer(
    toNodeHandler(
      open.till.webhook('maven', {
        onEvent: ({ trust, session }) => {
          statuses.push([trust, session?.status])
        },
      }),
    ),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const body = open.maven.webhookBody(id)
  const headers = { 'maven-signature': signMavenWebhook(WEBHOOK_SECRET, body, open.clock.now()) }
  const delivered = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })
  const result = {
    read: read.status,
    refused: refused.ok ? null : [refused.error.code, refused.error.cause],
    reached: shut.maven.requests.length,
    delivered: [delivered.status, statuses],
  }
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await Promise.all([pinned.close(), closed.close(), open.close(), shut.close()])
  return result
}
