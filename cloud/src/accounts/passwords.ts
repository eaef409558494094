import { randomBytes } from 'node:crypto';
import { hash, verify, type HashOptions } from 'argon2';

/** RFC 9106's second recommended choice with one lane; about 0.15 s here. */
const COST: HashOptions = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/** Each one takes 64 MiB: more at once would let sign-ins fill the memory. */
const AT_ONCE = 4;

export type Passwords = {
  hash(password: string): Promise<string>;
  /** With no hash to compare with it takes as long and says no: a caller cannot tell that there is none. */
  verify(stored: string | undefined, password: string): Promise<boolean>;
};

export async function createPasswords(): Promise<Passwords> {
  const turn = createTurns(AT_ONCE);
  const nobody = await hash(randomBytes(32), COST);
  return {
    hash: (password) => turn(() => hash(normal(password), COST)),
    verify: async (stored, password) => {
      const isSame = await turn(() => verify(stored ?? nobody, normal(password)));
      return isSame && stored !== undefined;
    },
  };
}

/** One keyboard composes é, another sends e and the accent. */
function normal(password: string): string {
  return password.normalize('NFC');
}

function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next one in line; it is given up only where nobody waits.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
