import { z } from 'zod';
import type { CloudEndpoint, SignInInput, SignUpInput } from '#shared/contracts/cloud.ts';
import { AppError } from '#shared/errors.ts';
import {
  issuedSchema,
  type Answered,
  type EndpointCaller,
  type EndpointRequest,
} from '#main/engine/endpoint/index.ts';

const AUTH = '/api/v1/auth';
const API = 1;

const accountSchema = z.object({ email: z.string(), tier: z.enum(['free', 'pro', 'power', 'team']) });
const deviceSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAtMs: z.int(),
  lastUsedAtMs: z.int(),
  isCurrent: z.boolean(),
});
const signedInSchema = issuedSchema.extend({ account: accountSchema, device: deviceSchema });
const meSchema = z.object({
  account: accountSchema,
  usage: z.object({
    limitBytes: z.int().nonnegative().nullable(),
    usedBytes: z.int().nonnegative(),
    deletedBytes: z.int().nonnegative(),
    requestsPerMinute: z.int().nonnegative(),
  }),
});
const healthSchema = z.object({
  version: z.string(),
  api: z.int(),
  selfHosted: z.boolean(),
  registration: z.enum(['open', 'invite', 'closed']),
});
const NOTHING = z.unknown();

export type SignedIn = z.infer<typeof signedInSchema>;
export type Me = z.infer<typeof meSchema>;
type Signal = AbortSignal | undefined;

/** The requests about accounts, as the endpoint knows them. */
export class EndpointAccount {
  readonly #caller: EndpointCaller;

  constructor(caller: EndpointCaller) {
    this.#caller = caller;
  }

  async describe(endpoint: string, signal: Signal): Promise<CloudEndpoint> {
    const { value } = await this.#caller.ask(endpoint, {
      method: 'GET',
      path: '/health',
      answer: healthSchema,
      signal,
    });
    if (value.api !== API) {
      throw new AppError(
        'invalid_input',
        'This endpoint speaks another version than this Adiuva. Nothing was sent to it; bring both to the same version.',
      );
    }
    const { version, selfHosted: isSelfHosted, registration } = value;
    return { endpoint, version, isSelfHosted, registration };
  }

  async register({ endpoint, email, password, inviteCode }: SignUpInput, signal: Signal): Promise<void> {
    const body = { email, password, ...(inviteCode !== undefined && { inviteCode }) };
    await this.#post(endpoint, 'register', { body, signal });
  }

  login(input: SignInInput & { readonly deviceName: string }, signal: Signal): Promise<Answered<SignedIn>> {
    const { endpoint, email, password, deviceName } = input;
    return this.#caller.ask(endpoint, {
      method: 'POST',
      path: `${AUTH}/login`,
      body: { email, password, deviceName },
      answer: signedInSchema,
      signal,
    });
  }

  async logout(
    endpoint: string,
    refreshToken: string,
    { signal, idempotencyKey }: { readonly signal?: Signal; readonly idempotencyKey?: string } = {},
  ): Promise<void> {
    await this.#post(endpoint, 'logout', { body: { refreshToken }, signal, idempotencyKey });
  }

  async me(endpoint: string, token: string, signal: Signal): Promise<Me> {
    const request = { method: 'GET', path: `${AUTH}/me`, token, answer: meSchema, signal } as const;
    return (await this.#caller.ask(endpoint, request)).value;
  }

  async devices(
    endpoint: string,
    token: string,
    signal: Signal,
  ): Promise<readonly z.infer<typeof deviceSchema>[]> {
    const answer = z.object({ devices: z.array(deviceSchema) });
    const request = { method: 'GET', path: `${AUTH}/devices`, token, answer, signal } as const;
    return (await this.#caller.ask(endpoint, request)).value.devices;
  }

  async removeDevice(endpoint: string, token: string, deviceId: string): Promise<void> {
    const path = `${AUTH}/devices/${deviceId}`;
    await this.#caller.ask(endpoint, { method: 'DELETE', path, token, answer: NOTHING });
  }

  async changePassword(
    endpoint: string,
    token: string,
    body: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<void> {
    await this.#post(endpoint, 'password', { token, body });
  }

  async deleteAccount(endpoint: string, token: string, password: string): Promise<void> {
    await this.#post(endpoint, 'delete-account', { token, body: { password } });
  }

  async #post(
    endpoint: string,
    name: string,
    request: Pick<EndpointRequest<unknown>, 'token' | 'signal' | 'idempotencyKey'> & {
      readonly body: object;
    },
  ): Promise<void> {
    await this.#caller.ask(endpoint, {
      method: 'POST',
      path: `${AUTH}/${name}`,
      answer: NOTHING,
      ...request,
    });
  }
}
