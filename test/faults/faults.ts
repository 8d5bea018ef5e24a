import { BODIES } from './bodies.ts'
import { CONNECTIONS } from './connections.ts'
import type { Fault } from './fault.ts'
import { HEADS } from './heads.ts'
import { STATUSES } from './statuses.ts'

/** Everything below and in HTTP that is not a whole answer of use. */
export const TCP_FAULTS: readonly Fault[] = [...CONNECTIONS, ...HEADS, ...BODIES]

/** With the answers that refuse. */
export const FAULTS: readonly Fault[] = [...TCP_FAULTS, ...STATUSES]
