/**
 * Passwords and tokens of accounts, by name. They lie in the encrypted store, outside the change log and every
 * export, and can be listed by name but never shown: only the code that signs in reads one.
 */
import { AppError } from '#shared/errors.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { createNamedSecretsStore, noteUse, removeSecret, writeSecret } from './named-secrets.store.ts';

export type SecretInfo = {
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly usedAt: number | null;
};

export type NamedSecrets = {
  list(): Promise<readonly SecretInfo[]>;
  /** Stores or replaces a secret in the transaction of the row that it belongs to. */
  setIn(tx: Writer, name: string, value: string): void;
  removeIn(tx: Writer, name: string): void;
  /** For signing in. Throws `not_found` where there is none. */
  use(name: string): Promise<string>;
};

export function createNamedSecrets(deps: { readonly store: Store }): NamedSecrets {
  const reads = createNamedSecretsStore(deps.store.reader);
  return {
    list: () => reads.list(),
    setIn: (tx, name, value) => writeSecret(tx, { name, value }),
    removeIn: (tx, name) => removeSecret(tx, name),
    async use(name) {
      const value = await reads.read(name);
      if (value === undefined) {
        throw new AppError(
          'not_found',
          'The password or token of this account is not kept here. Enter it again in the account.',
        );
      }
      await deps.store.write({ command: 'secrets.use' }, (tx) => noteUse(tx, name));
      return value;
    },
  };
}
