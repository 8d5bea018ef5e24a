export {
  type Clock,
  type ClockOptions,
  type ControllableClock,
  createClock,
  systemClock,
} from './simulator/common/clock.ts'
export type { Failure, RequestMatch } from './simulator/common/failure.ts'
export type { RequestRecord } from './simulator/common/request-log.ts'
export type { Simulator, SimulatorOptions, Snapshot } from './simulator/common/simulator.ts'
export type { JwtErrorShape } from './simulator/jwt-checkout/error.ts'
export type { JwtCreateInput } from './simulator/jwt-checkout/input.ts'
export type {
  JwtAction,
  JwtDetails,
} from './simulator/jwt-checkout/lifecycle.ts'
export type { JwtSession, JwtSnapshot } from './simulator/jwt-checkout/session.ts'
export {
  type JwtCheckoutSimulator,
  type JwtCheckoutSimulatorOptions,
  type JwtForced,
  startJwtCheckoutSimulator,
} from './simulator/jwt-checkout/simulator.ts'
export type { MaashCreateInput } from './simulator/maash/input.ts'
export type { MaashAction, MaashDetails } from './simulator/maash/lifecycle.ts'
export type {
  MaashSession,
  MaashSnapshot,
  MaashTokens,
  MaashWebhookWord,
} from './simulator/maash/session.ts'
export { type MaashSimulator, type MaashSimulatorOptions, startMaashSimulator } from './simulator/maash/simulator.ts'
export type { MaashChain, MaashToken } from './simulator/maash/tokens.ts'
export type { MavenBillingAddress, MavenCreateInput } from './simulator/maven/input.ts'
export type { MavenAction, MavenDetails } from './simulator/maven/lifecycle.ts'
export type {
  MavenError,
  MavenGateway,
  MavenMode,
  MavenProcessor,
  MavenSession,
  MavenSnapshot,
} from './simulator/maven/session.ts'
export {
  type MavenForced,
  type MavenSimulator,
  type MavenSimulatorOptions,
  startMavenSimulator,
} from './simulator/maven/simulator.ts'
export { type MavenWebhookOptions, signMavenWebhook } from './simulator/maven/webhook.ts'
export { type JwtHintOptions, jwtCheckoutHintRequest } from './webhook/jwt-checkout.ts'
export { maashHintRequest } from './webhook/maash.ts'
export { type MavenRequestOptions, signedMavenRequest } from './webhook/maven.ts'
export type { WebhookRequestOptions } from './webhook/post.ts'
