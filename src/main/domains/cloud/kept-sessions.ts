import { isAppError } from '#shared/errors.ts';
import { sessionSchema, type Session, type SessionKeeper } from '#main/engine/endpoint/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { markExpired } from './cloud.store.ts';

/** A restore leaves secrets of this beginning as they are: an older token, used again, would end the sign-in. */
const SECRETS = 'cloud:';

/** Sessions in the secret store, read once and then known: a token is asked for at each request. */
export class KeptSessions implements SessionKeeper {
  readonly #store: Store;
  readonly #secrets: NamedSecrets;
  readonly #known = new Map<string, Session>();

  constructor(deps: { readonly store: Store; readonly secrets: NamedSecrets }) {
    this.#store = deps.store;
    this.#secrets = deps.secrets;
  }

  async read(endpoint: string): Promise<Session | undefined> {
    const known = this.#known.get(endpoint);
    if (known) return known;
    try {
      const session = sessionSchema.parse(JSON.parse(await this.#secrets.use(SECRETS + endpoint)));
      this.#known.set(endpoint, session);
      return session;
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found') return undefined;
      throw error;
    }
  }

  async write(endpoint: string, session: Session): Promise<void> {
    await this.change('cloud.session', (tx) => this.setIn(tx, endpoint, session));
    this.#known.set(endpoint, session);
  }

  async expire(endpoint: string): Promise<void> {
    await this.change('cloud.expired', (tx) => {
      this.removeIn(tx, endpoint);
      markExpired(tx, endpoint);
    });
    this.forget(endpoint);
  }

  setIn(tx: Writer, endpoint: string, session: Session): void {
    this.#secrets.setIn(tx, SECRETS + endpoint, JSON.stringify(session));
  }

  removeIn(tx: Writer, endpoint: string): void {
    this.#secrets.removeIn(tx, SECRETS + endpoint);
  }

  /** What was changed in a transaction of another is read anew. */
  forget(endpoint: string): void {
    this.#known.delete(endpoint);
  }

  async change<T>(command: string, write: (tx: Writer) => T): Promise<T> {
    return (await this.#store.write({ command, principal: 'user' }, write)).value;
  }
}
