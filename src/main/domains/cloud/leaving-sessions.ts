import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isAppError } from '#shared/errors.ts';
import type { Writer } from '#main/db/store.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { Outbox } from '#main/engine/outbox/index.ts';
import type { EndpointAccount } from './endpoint-account.ts';

const KIND = 'sign_out';
/** Refresh tokens of sign-ins that have ended here and not there yet; known to the restore, which drops older ones. */
const SECRETS = 'cloud:leaving:';

const leavingSchema = z.object({ endpoint: z.url(), refreshToken: z.string() });

export type LeavingDeps = {
  readonly outbox: Outbox;
  readonly secrets: NamedSecrets;
  readonly endpoints: EndpointAccount;
};

/** Sign-ins that have ended here: their endpoint is told, now or when it can be reached. */
export class LeavingSessions {
  readonly #deps: LeavingDeps;

  constructor(deps: LeavingDeps) {
    this.#deps = deps;
    const { outbox, secrets } = deps;
    outbox.define({
      kind: KIND,
      send: (item) => this.#send(item),
      endIn: (tx, id) => secrets.removeIn(tx, SECRETS + id),
    });
  }

  /** In the transaction that ends it here. Answers what to ask `tell` for. */
  keepIn(tx: Writer, endpoint: string, refreshToken: string): string {
    const { outbox, secrets } = this.#deps;
    const id = randomUUID();
    secrets.setIn(tx, SECRETS + id, JSON.stringify({ endpoint, refreshToken }));
    outbox.putIn(tx, { kind: KIND, subject: id, label: new URL(endpoint).host, error: null });
    return id;
  }

  /** Tries now; whether the endpoint knows. */
  async tell(id: string): Promise<boolean> {
    const { outbox } = this.#deps;
    await outbox.send(KIND);
    return !(await outbox.has(KIND, id));
  }

  async #send(item: {
    readonly subject: string;
    readonly idempotencyKey: string;
    readonly signal: AbortSignal;
  }): Promise<void> {
    const { secrets, endpoints } = this.#deps;
    const { endpoint, refreshToken } = leavingSchema.parse(
      JSON.parse(await secrets.use(SECRETS + item.subject)),
    );
    try {
      await endpoints.logout(endpoint, refreshToken, item);
    } catch (error) {
      // It knows of no such sign-in: that is what was asked for.
      if (!isAppError(error) || error.code !== 'sign_in_refused') throw error;
    }
  }
}
