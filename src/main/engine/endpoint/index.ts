/**
 * Adiuva endpoints as they are asked about accounts, and the tokens by which one is signed in there. What lies in
 * their vaults goes by `engine/vault`, with the tokens of this place.
 */
export { EndpointCaller, type Answered, type EndpointRequest, type Standing } from './endpoint-request.ts';
export {
  EndpointSessions,
  issuedSchema,
  sessionOf,
  sessionSchema,
  type Session,
  type SessionKeeper,
} from './endpoint-sessions.ts';
