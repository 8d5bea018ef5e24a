import pg from 'pg'

/** Tells other processes that something is due. A hint only: one may be lost, and nothing depends on it. */
export interface Wake {
  readonly send: () => Promise<void>
  /** @returns what ends it */
  readonly listen: (onWake: () => void) => Promise<() => Promise<void>>
}

const CHANNEL = 'onetill_due'
const RECONNECT_MS = 5_000

/** NOTIFY and LISTEN on a connection of its own, which is made again when it is lost. */
export function postgresWake(url: string, send: (channel: string) => Promise<void>): Wake {
  return {
    send: () => send(CHANNEL),
    listen: async (onWake) => {
      let ended = false
      let client: pg.Client | null = null
      let timer: ReturnType<typeof setTimeout> | undefined
      const connect = async (): Promise<void> => {
        if (ended) return
        const next = new pg.Client({ connectionString: url, application_name: 'onetill' })
        let lost = false
        const again = (): void => {
          if (lost) return
          lost = true
          next.end().catch(() => undefined)
          if (ended) return
          timer = setTimeout(() => void connect(), RECONNECT_MS)
          timer.unref()
        }
        next.on('error', again)
        next.on('end', again)
        next.on('notification', onWake)
        try {
          await next.connect()
          await next.query(`listen ${CHANNEL}`)
          client = next
        } catch {
          again()
        }
      }
      await connect()
      return async () => {
        ended = true
        clearTimeout(timer)
        await client?.end().catch(() => undefined)
      }
    },
  }
}
