import type { Case } from './case.ts'
import type { Step } from './protocol.ts'
import { AND_READ, PROVIDERS } from './providers.ts'
import { credentialIn } from './server.ts'

const STATUSES = [301, 302, 303, 307, 308]

/** To another host, with our credential in the address as a reflecting server would do it. */
export const redirects = (target: () => string): readonly Case[] =>
  PROVIDERS.flatMap((provider) => {
    const operations: readonly Step['operation'][] =
      provider.id === 'maven' ? ['retrieve', 'find', 'create'] : ['retrieve']
    return operations.map((operation): Case => {
      let next = 0
      const each = operation === 'create' ? AND_READ : 1
      return {
        name: `${provider.id}: ${STATUSES.join(', ')} to another host, ${operation}`,
        provider,
        answer: (request, response) => {
          const location = `${target()}${request.url}?key=${credentialIn(request)}`
          const headers = { location, 'content-type': 'text/html' }
          response.writeHead(STATUSES[Math.floor(next++ / each)] ?? 0, headers).end(`<a href="${location}">moved</a>`)
        },
        steps: STATUSES.map(() => ({ operation, id: 'hostile' })),
        outcomes: [operation === 'create' ? 'outcome_unknown' : 'redirect_refused'],
        requests: STATUSES.length * each,
      }
    })
  })
