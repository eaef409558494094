import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: what is stored of it is a plain hash, since nobody can guess what it is of. */
export function makeRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashRefreshToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
