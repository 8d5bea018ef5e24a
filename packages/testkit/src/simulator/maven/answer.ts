import { isOpen, wordAt } from './lifecycle.ts'
import { type MavenRecord, type MavenSession, TERMINAL } from './session.ts'

/** What `GET /v1/sessions/{session_id}` answers at a moment. */
export const toAnswer = (record: MavenRecord, now: Date): MavenSession => {
  const word = wordAt(record, now)
  const lapsed = word === 'expired' && isOpen(record.word)
  return {
    session_id: record.id,
    status: record.forced?.word ?? word,
    is_terminal: record.forced?.terminal ?? TERMINAL.includes(word),
    processor: record.processor,
    error: record.error,
    amount: record.amount,
    currency: record.currency,
    mode: record.mode,
    description: record.description,
    caller: record.caller,
    project_slug: record.project,
    gateway: record.gateway,
    callback: record.callback,
    memory: record.memory,
    transfer_status: record.transferStatus,
    created_at: record.createdAt,
    updated_at: lapsed ? record.expiresAt : record.updatedAt,
    expires_at: record.expiresAt,
    completed_at: lapsed ? record.expiresAt : record.completedAt,
  }
}
