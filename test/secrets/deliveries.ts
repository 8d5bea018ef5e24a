import { createHmac } from 'node:crypto'
import { PLANTED } from './planted.ts'

const NOW = Math.floor(Date.now() / 1000)
const SECRET = PLANTED.mavenWebhookSecret
const BODY = JSON.stringify({ session_id: 'id', status: 'pending', key: SECRET })
const signed = (body: string, at = NOW) =>
  `t=${at},v1=${createHmac('sha256', SECRET).update(`${at}.${body}`).digest('hex')}`

/** Deliveries to a webhook with a planted secret; none of them is one of its events. */
export const DELIVERIES: Readonly<Record<string, { readonly headers: Record<string, string>; readonly body: string }>> =
  {
    'no signature': { headers: {}, body: BODY },
    'the secret as the signature': { headers: { 'maven-signature': SECRET }, body: BODY },
    'the secret in the signature': { headers: { 'maven-signature': `t=${NOW},v1=${SECRET}` }, body: BODY },
    'two signatures joined': { headers: { 'maven-signature': `${signed(BODY)}, ${signed(BODY)}` }, body: BODY },
    'another signature': { headers: { 'maven-signature': signed(`${BODY} `) }, body: BODY },
    'an old one': { headers: { 'maven-signature': signed(BODY, NOW - 9_999) }, body: BODY },
    'no UTF-8': { headers: { 'maven-signature': signed(BODY) }, body: `${BODY}\ud800` },
    'the key in an authorization header': {
      headers: { authorization: `Bearer ${PLANTED.mavenKey}` },
      body: PLANTED.mavenKey,
    },
  }
