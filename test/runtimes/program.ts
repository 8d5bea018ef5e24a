// Runs in a Node of another version, bundled: drives the client against the simulators and prints what came of it.
import process from 'node:process'
import { faultsPart } from './parts/faults.ts'
import { jwtCheckoutPart } from './parts/jwt-checkout.ts'
import { maashPart } from './parts/maash.ts'
import { mavenPart } from './parts/maven.ts'
import { nodeOnlyPart } from './parts/node-only.ts'
import { watchingPart } from './parts/watching.ts'
import { webhooksPart } from './parts/webhooks.ts'

const main = async () => {
  const [maven, maash, jwtCheckout, faults, webhooks, watching, nodeOnly] = await Promise.all([
    mavenPart(),
    maashPart(),
    jwtCheckoutPart(),
    faultsPart(),
    webhooksPart(),
    watchingPart(),
    nodeOnlyPart(),
  ])
  const parts = { maven, maash, jwtCheckout, faults, webhooks, watching, nodeOnly }
  // The process then ends by itself, or something was left running.
  process.stdout.write(JSON.stringify({ version: process.versions.node, parts }))
}
void main()
