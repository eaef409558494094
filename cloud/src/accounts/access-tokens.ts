import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { errors, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { CloudError } from '../errors.ts';

/** The one algorithm that is signed with and accepted. */
const ALGORITHM = 'EdDSA';
const TYPE = 'at+jwt';
const ISSUER = 'adiuva-cloud';
const AUDIENCE = 'adiuva-cloud/v1';
const LIFETIME_MS = 10 * 60_000;

export type AccessClaims = { readonly accountId: string; readonly deviceId: string };

export type AccessTokens = {
  issue(claims: AccessClaims): Promise<{ readonly token: string; readonly expiresAtMs: number }>;
  /** Rejects with `token_expired` or `unauthenticated`. Whether the device is still signed in is another question. */
  read(token: string): Promise<AccessClaims>;
};

const privateJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});
const claims = z.object({ sub: z.uuid(), sid: z.uuid() });

export async function createAccessTokens(keyFile: string, nowMs: () => number): Promise<AccessTokens> {
  const jwk = await readOrMakeKey(keyFile);
  const { d: _private, ...publicJwk } = jwk;
  const [privateKey, publicKey] = await Promise.all([
    importJWK(jwk, ALGORITHM),
    importJWK(publicJwk, ALGORITHM),
  ]);
  return {
    issue: async ({ accountId, deviceId }) => {
      const issuedAtSeconds = Math.floor(nowMs() / 1000);
      const expiresAtSeconds = issuedAtSeconds + LIFETIME_MS / 1000;
      const token = await new SignJWT({ sid: deviceId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
        .setSubject(accountId)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setJti(randomUUID())
        .setIssuedAt(issuedAtSeconds)
        .setExpirationTime(expiresAtSeconds)
        .sign(privateKey);
      return { token, expiresAtMs: expiresAtSeconds * 1000 };
    },
    read: async (token) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ['exp', 'iat', 'sub', 'sid'],
          currentDate: new Date(nowMs()),
        });
        const { sub, sid } = claims.parse(payload);
        return { accountId: sub, deviceId: sid };
      } catch (error) {
        if (error instanceof errors.JWTExpired) {
          throw new CloudError(
            'token_expired',
            'The access token is too old. Refresh it and send the request again.',
          );
        }
        throw new CloudError('unauthenticated', 'The access token is not valid. Sign in again.', {
          cause: error,
        });
      }
    },
  };
}

async function readOrMakeKey(path: string): Promise<z.infer<typeof privateJwk>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text !== undefined) return privateJwk.parse(JSON.parse(text));
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const jwk = privateJwk.parse(await exportJWK(privateKey));
  await writeWhole(path, JSON.stringify(jwk));
  return jwk;
}

/** Under another name first: a kill in between leaves no half key. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const file = await open(unfinished, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
