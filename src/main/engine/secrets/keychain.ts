import { AppError } from '#shared/errors.ts';

/**
 * The operating system's keychain: one secret text per account. Every method rejects with
 * `keychain_unavailable` where there is none, it is locked, or it does not answer.
 */
export type Keychain = {
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  remove(account: string): Promise<void>;
  /** Why it cannot be used, or `null` when a probe could be written, read back and removed. */
  unavailableReason(): Promise<string | null>;
};

export type KeytarOptions = {
  readonly service: string;
  /** How long to wait for the person to answer the system's own unlock dialog. */
  readonly timeoutMs: number;
};

type Keytar = typeof import('keytar').default;

/** The keychain through keytar, an optional package: absent where libsecret's headers were missing at install. */
export function createKeytarKeychain(options: KeytarOptions): Keychain {
  const { service } = options;

  async function call<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    const keytar = await loadKeytar();
    try {
      return await withinTime(work(keytar), options.timeoutMs);
    } catch (cause) {
      throw unavailable(cause instanceof Error ? cause.message : 'unknown failure', cause);
    }
  }

  const keychain: Keychain = {
    get: (account) => call((keytar) => keytar.getPassword(service, account)),
    set: (account, secret) => call((keytar) => keytar.setPassword(service, account, secret)),
    async remove(account) {
      await call((keytar) => keytar.deletePassword(service, account));
    },
    async unavailableReason() {
      const account = `probe-${process.pid}`;
      try {
        await keychain.set(account, 'probe');
        const readBack = await keychain.get(account);
        await keychain.remove(account);
        return readBack === 'probe' ? null : 'the keychain did not return what was stored in it';
      } catch (error) {
        return reasonOf(error);
      }
    },
  };
  return keychain;
}

function reasonOf(error: unknown): string {
  if (error instanceof AppError && typeof error.details['reason'] === 'string')
    return error.details['reason'];
  return error instanceof Error ? error.message : 'unknown failure';
}

async function loadKeytar(): Promise<Keytar> {
  try {
    return (await import('keytar')).default;
  } catch (cause) {
    throw unavailable('the keytar package is not installed here', cause);
  }
}

function unavailable(reason: string, cause: unknown): AppError {
  return new AppError(
    'keychain_unavailable',
    'The keychain of this system cannot be used now. Your data is safe; unlock with your passphrase or recovery phrase.',
    { cause, details: { reason } },
  );
}

/** A locked keychain without a screen to ask on may never answer. */
async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
