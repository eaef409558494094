import type { z } from 'zod';
import { AppError, isAppError } from '#shared/errors.ts';
import { targetOf, type Egress } from '#main/engine/egress/index.ts';
import { endpointError, errorSchema, notAnEndpoint, noUnderstanding } from './endpoint-error.ts';

export type EndpointRequest<T> = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the address of the endpoint. */
  readonly path: string;
  readonly body?: object;
  readonly token?: string;
  /** The same at every try of what is sent once. */
  readonly idempotencyKey?: string | undefined;
  readonly answer: z.ZodType<T>;
  readonly signal?: AbortSignal | undefined;
};

/** What is known of reaching an endpoint since the last time that it was asked. */
export type Standing = {
  readonly isUnreachable: boolean;
  /** When it may be asked again, where it asked to wait; null otherwise. */
  readonly retryAt: number | null;
};

export type Answered<T> = {
  readonly value: T;
  /** The endpoint's own clock; null where it did not tell. */
  readonly endpointMs: number | null;
};

const TIMEOUT_MS = 30_000;
/** Answers about an account are small; what is larger comes from something else. */
const MOST_BYTES = 1024 * 1024;
const UNKNOWN: Standing = { isUnreachable: false, retryAt: null };

/** Asks Adiuva endpoints about accounts. Throws what the endpoint answered, as an error that a person can meet. */
export class EndpointCaller {
  readonly #egress: Egress;
  readonly #nowMs: () => number;
  readonly #standings = new Map<string, Standing>();

  constructor(deps: { readonly egress: Egress; readonly nowMs: () => number }) {
    this.#egress = deps.egress;
    this.#nowMs = deps.nowMs;
  }

  standing(endpoint: string): Standing {
    const known = this.#standings.get(endpoint) ?? UNKNOWN;
    return known.retryAt !== null && known.retryAt <= this.#nowMs() ? { ...known, retryAt: null } : known;
  }

  async ask<T>(endpoint: string, request: EndpointRequest<T>): Promise<Answered<T>> {
    try {
      const answered = await this.#send(endpoint, request);
      this.#standings.delete(endpoint);
      return answered;
    } catch (error) {
      this.#note(endpoint, error);
      throw error;
    }
  }

  async #send<T>(endpoint: string, request: EndpointRequest<T>): Promise<Answered<T>> {
    const { method, path, body, token, idempotencyKey, answer, signal } = request;
    const url = new URL(`${endpoint}${path}`);
    const response = await this.#egress.fetch(
      url,
      {
        method,
        redirect: 'manual',
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body && { body: JSON.stringify(body) }),
      },
      { feature: 'account', hosts: [], configured: [targetOf(url)] },
      { timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, ...(signal && { signal }) },
    );
    const json = jsonOf(await response.text());
    if (response.status >= 400) throw endpointError(url.host, response, errorSchema.safeParse(json).data);
    const parsed = answer.safeParse(json);
    if (response.status >= 300) throw notAnEndpoint(url.host);
    if (!parsed.success) throw noUnderstanding(url.host, parsed.error);
    const sentMs = Date.parse(response.headers.get('date') ?? '');
    return { value: parsed.data, endpointMs: Number.isNaN(sentMs) ? null : sentMs };
  }

  #note(endpoint: string, error: unknown): void {
    if (!isAppError(error)) return;
    const retryAfterMs = Number(error.details['retryAfterMs'] ?? 0);
    // Switched off is no news of the endpoint.
    if (error.code === 'offline' || error.code === 'cancelled') return;
    this.#standings.set(endpoint, {
      isUnreachable: error.code === 'unreachable' || error.code === 'tls_untrusted',
      retryAt: error.code === 'rate_limited' ? this.#nowMs() + retryAfterMs : null,
    });
  }
}

/** Nothing where there is no text or it is no JSON: a proxy in between, an empty answer. */
function jsonOf(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function signedOut(): AppError {
  return new AppError(
    'sign_in_refused',
    'Nobody is signed in at this endpoint. Nothing was sent; sign in first, under Settings, Account.',
  );
}
