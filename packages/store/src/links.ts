import type { Engine } from './engine.ts'
import { onDatabase } from './failure.ts'

/** A link to a payer's page, as it is kept: without the token that opens it. */
export interface PayerLink {
  /** SHA-256 of the token, in hexadecimal digits: whoever reads the database cannot open the page. */
  readonly hash: string
  /** Key of the session. */
  readonly key: string
  /** Times as UTC text with milliseconds. */
  readonly createdAt: string
  /** Who made it. */
  readonly createdBy: string
  readonly expiresAt: string
  /** Null: it was not taken back. */
  readonly revokedAt: string | null
}

/** Links to payers' pages. Every method @throws store_unavailable */
export interface PayerLinks {
  readonly create: (link: PayerLink) => Promise<void>
  /** By the hash of its token, also when it ran out or was taken back; null: there is none. */
  readonly find: (hash: string) => Promise<PayerLink | null>
  /** All of a session, newest first. */
  readonly list: (key: string) => Promise<readonly PayerLink[]>
  /** Takes a link back at a time, UTC text; one that was taken back stays so. */
  readonly revoke: (hash: string, at: string) => Promise<void>
}

/** Links as they stand in the database. */
export function linksOf({ db }: Engine): PayerLinks {
  const links = () =>
    db
      .selectFrom('payer_link')
      .select([
        ...(['hash', 'session_key as key', 'created_at as createdAt', 'created_by as createdBy'] as const),
        ...(['expires_at as expiresAt', 'revoked_at as revokedAt'] as const),
      ])
  return {
    create: ({ hash, key, createdAt, createdBy, expiresAt, revokedAt }) =>
      onDatabase('links.create', async () => {
        const row = { hash, session_key: key, created_at: createdAt, created_by: createdBy }
        await db
          .insertInto('payer_link')
          .values({ ...row, expires_at: expiresAt, revoked_at: revokedAt })
          .execute()
      }),
    find: (hash) =>
      onDatabase('links.find', async () => (await links().where('hash', '=', hash).executeTakeFirst()) ?? null),
    list: (key) =>
      onDatabase('links.list', () =>
        links().where('session_key', '=', key).orderBy('created_at', 'desc').orderBy('hash').execute(),
      ),
    revoke: (hash, at) =>
      onDatabase('links.revoke', async () => {
        await db
          .updateTable('payer_link')
          .set({ revoked_at: at })
          .where('hash', '=', hash)
          .where('revoked_at', 'is', null)
          .execute()
      }),
  }
}

/** Forgets links that ran out before a time, UTC text. @returns how many */
export async function pruneLinks({ db }: Engine, before: string): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('payer_link').where('expires_at', '<', before).executeTakeFirst()
  return Number(numDeletedRows)
}
