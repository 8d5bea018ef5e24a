// The credentials that tests plant. Files that may not import from here write the marker out; files.test.ts holds them to it.
import { MARKER } from './scan.mjs'

const many = MARKER.repeat(8)
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A JWT with the marker in its content and as its signature. */
const jwt = (claims: object): string =>
  `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64({ ...claims, jti: many })}.${many}`

/** An id as somebody would have it who pasted the wrong line: it is a credential. */
export const PLANTED_ID = `cs_${many}`

/** One of each kind of credential. */
export const PLANTED = {
  mavenKey: `mvn_test_${many}`,
  mavenWebhookSecret: `whsec_${many}`,
  maashKey: `mk_test_${many}`,
  /** Of the session `PLANTED_ID`. */
  maashSessionToken: jwt({ session_id: PLANTED_ID }),
  jwtCheckoutKey: `ks_test_${many}`,
  jwtCheckoutToken: jwt({ sub: 'merchant' }),
  /** In the path of a base URL, as proxies have it. */
  pathToken: many,
} as const

/** Forms in which an answer or a message may repeat a credential. */
export const ECHOES: readonly ((credential: string) => string)[] = [
  (credential) => credential,
  (credential) => `Bearer ${credential}`,
  (credential) => credential.slice(0, 24),
  (credential) => credential.slice(-16),
  (credential) => Buffer.from(credential).toString('base64url'),
  (credential) => `field.${credential} is wrong`,
]
