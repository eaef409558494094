import { createRequire } from 'node:module';

type Argon2 = typeof import('argon2');

// Around the alias that leads here.
const real = createRequire(import.meta.url)('argon2') as Argon2; // by its own types
const known = new Map<string, Promise<Buffer>>();

/**
 * The real Argon2, which takes a quarter of a second by design, asked once for the same secret, salt and parameters:
 * a test that opens its workspace again and again would do little else. A fresh buffer each time, as callers wipe it.
 */
export async function hash(
  secret: Buffer,
  options: Parameters<Argon2['hash']>[1] & { raw: true },
): Promise<Buffer> {
  const key = JSON.stringify([secret.toString('base64'), options.salt?.toString('base64'), options]);
  const found = known.get(key) ?? real.hash(secret, options);
  known.set(key, found);
  return Buffer.from(await found);
}
