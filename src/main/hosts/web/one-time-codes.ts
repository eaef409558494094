import { createHash, randomBytes } from 'node:crypto';

export type OneTimeCodes = {
  /** A new code of 128 bits, good once and for 60 seconds. */
  issue(): string;
  /** True for a code that is known and in time; it is used up then. */
  use(code: string): boolean;
};

const LIFE_MS = 60_000;
const CODE_BYTES = 16;
const MAX_CODES = 8;

export function createOneTimeCodes(nowMs: () => number): OneTimeCodes {
  // Only hashes are kept: looking one up by its hash takes the same time whatever the guess was.
  const codes = new Map<string, number>();
  const dropOld = (): void => {
    for (const [hash, expiresAt] of codes) if (expiresAt <= nowMs()) codes.delete(hash);
  };
  return {
    issue() {
      dropOld();
      const [first] = codes.keys();
      if (codes.size >= MAX_CODES && first !== undefined) codes.delete(first);
      const code = randomBytes(CODE_BYTES).toString('base64url');
      codes.set(hashOf(code), nowMs() + LIFE_MS);
      return code;
    },
    use(code) {
      dropOld();
      return codes.delete(hashOf(code));
    },
  };
}

/** What is kept of a code or a cookie. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
