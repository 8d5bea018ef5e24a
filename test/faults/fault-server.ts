import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bundle } from './bundle.ts'
import type { Fault } from './fault.ts'
import type { Answer, Numbered, Order, Report } from './protocol.ts'

/** A port that fails in one way. */
export interface Failing {
  readonly url: string
  /** What came to it. */
  readonly seen: () => Promise<Report>
  /** Ends it; what came to it. */
  readonly close: () => Promise<Report>
}

/** Opens ports that fail. */
export interface FaultServer {
  readonly open: (fault: Fault) => Promise<Failing>
  readonly close: () => Promise<void>
}

/** Starts the process of the failing servers. */
export async function startFaultServer(): Promise<FaultServer> {
  const { file, remove } = await bundle('server-child.ts')
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const waiting = new Map<number, (report: Report) => void>()
  let orders = 0
  child.on('message', ({ id, report }: Answer) => {
    waiting.get(id)?.(report)
    waiting.delete(id)
  })
  const ask = (order: Order): Promise<Report> =>
    new Promise((resolve) => {
      const numbered: Numbered = { id: ++orders, order }
      waiting.set(numbered.id, resolve)
      child.send(numbered)
    })
  return {
    open: async (fault) => {
      const { port } = await ask({ do: 'open', fault: fault.name })
      return {
        url: `${fault.tls === true ? 'https' : 'http'}://127.0.0.1:${port}`,
        seen: () => ask({ do: 'seen', port }),
        close: () => ask({ do: 'forget', port }),
      }
    },
    close: async () => {
      child.disconnect()
      await once(child, 'exit')
      await remove()
    },
  }
}
