import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEgress } from '#main/engine/egress/index.ts';
import { createAdiuvaCaller, type AccessTokens } from '#main/engine/vault/targets/adiuva-request.ts';
import { createAdiuvaTarget } from '#main/engine/vault/targets/adiuva-target.ts';
import { checkTarget } from '#main/engine/vault/targets/check-target.ts';
import { blobContract, collect } from '../support/blob-contract.ts';
import { signIn, signUp, startCloud, type TestCloud } from '../support/cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud({ registration: 'open' });
});
afterAll(() => cloud.stop());

type Person = { readonly tokens: AccessTokens; renewals(): number; forget(): void };

/** Somebody new at the server, signed in. */
async function person(): Promise<Person> {
  const { email, accessToken } = await signUp(cloud);
  let token = accessToken;
  let renewals = 0;
  return {
    renewals: () => renewals,
    forget() {
      token = `${token.slice(0, -8)}AAAAAAAA`;
    },
    tokens: {
      current: async () => token,
      async renewed() {
        renewals += 1;
        token = (await signIn(cloud, email)).accessToken;
        return token;
      },
    },
  };
}

const egress = createEgress({ ledger: { note: () => {} } });
const targetOf = (tokens: AccessTokens, vault?: string) =>
  createAdiuvaTarget(createAdiuvaCaller(cloud.address, { egress, tokens }), { ...(vault && { vault }) });

describe('the server keeps what every target promises', () => {
  let tokens: AccessTokens;
  beforeAll(async () => {
    ({ tokens } = await person());
  });
  blobContract(() => targetOf(tokens));
});

describe('the server', () => {
  test('is fit for a backup, and keeps vaults and people apart', async () => {
    const { tokens } = await person();
    await checkTarget(targetOf(tokens));
    await targetOf(tokens).put('g1/packs/a', Buffer.from('a'), {});
    expect(await collect(targetOf(tokens, 'another'), '')).toEqual([]);
    const other = await person();
    expect(await collect(targetOf(other.tokens), '')).toEqual([]);
    await expect(targetOf(other.tokens).get('g1/packs/a')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('takes a large object in parts, and only those that it does not have', async () => {
    const { tokens } = await person();
    let sent = 0;
    const controller = new AbortController();
    const counting = createEgress({
      ledger: {
        note: ({ sentBytes }) => {
          sent += sentBytes;
          if (sent > 8_000_000) controller.abort();
        },
      },
    });
    const target = createAdiuvaTarget(createAdiuvaCaller(cloud.address, { egress: counting, tokens }));
    const bytes = Buffer.alloc(20 * 1024 * 1024, 'parts ');
    const cut = target.put('g1/packs/large', bytes, { signal: controller.signal });
    await expect(cut).rejects.toMatchObject({ code: 'cancelled' });
    expect(await target.stat('g1/packs/large')).toBeUndefined();
    sent = 0;
    const { etag } = await target.put('g1/packs/large', bytes, { ifMatch: null });
    expect(sent).toBeLessThan(13 * 1024 * 1024);
    const read = await target.get('g1/packs/large');
    expect([Buffer.compare(read.bytes, bytes), read.etag]).toEqual([0, etag]);
    const again = target.put('g1/packs/large', bytes, { ifMatch: null });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
  });

  test('ends a token, and a new one is taken once', async () => {
    const me = await person();
    const target = targetOf(me.tokens);
    await target.put('head', Buffer.from('one'), { ifMatch: null });
    cloud.advance(11 * 60_000);
    expect(Buffer.from((await target.get('head')).bytes).toString()).toBe('one');
    expect(me.renewals()).toBe(1);
    cloud.advance(11 * 60_000);
    expect(await target.stat('head')).toMatchObject({ sizeBytes: 3 });
    expect(me.renewals()).toBe(2);
    me.forget();
    await expect(target.get('head')).rejects.toMatchObject({ code: 'sign_in_refused' });
  });
});
