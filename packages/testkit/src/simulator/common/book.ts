/** Sessions by id, in the order of creation. */
export interface Book<Entry> {
  readonly add: (id: string, record: Entry) => void
  readonly find: (id: string) => Entry | null
  /** @throws {Error} when there is no such session */
  readonly get: (id: string) => Entry
  readonly all: () => readonly Entry[]
}

/** A book that starts with copies of `records`. */
export const createBook = <Entry>(records: readonly Entry[], idOf: (record: Entry) => string): Book<Entry> => {
  const byId = new Map(records.map((record) => [idOf(record), structuredClone(record)]))
  const find = (id: string): Entry | null => byId.get(id) ?? null
  return {
    find,
    add: (id, record) => {
      if (byId.has(id)) throw new Error(`session ${id} exists`)
      byId.set(id, record)
    },
    get: (id) => {
      const record = find(id)
      if (record === null) throw new Error(`no session ${id}`)
      return record
    },
    all: () => [...byId.values()],
  }
}
